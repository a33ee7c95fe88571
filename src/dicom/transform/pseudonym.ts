import { bytesToHex, concatBytes, hmacSha256, utf8ToBytes } from '../../base/index.ts';

/** What a pseudonym stands for; the same bytes give unrelated pseudonyms in two domains. */
export type PseudonymDomain = 'patient' | 'study' | 'series' | 'instance';

const VERSION = 1;
const BYTES = 16;
const SPACE = 0x20;
const NUL = 0x00;

/**
 * HMAC-SHA256 (RFC 2104) under the site's key, over version, domain and each part's length and bytes, as 32 lower-case
 * hex digits (128 bits). Lengths keep ('ab', 'c') and ('a', 'bc') apart.
 */
export function pseudonym(key: Uint8Array, domain: PseudonymDomain, parts: readonly Uint8Array[]): string {
  const label = utf8ToBytes(`sfumato pseudonym ${VERSION} ${domain}\n`);
  const message = concatBytes(label, ...parts.flatMap((part) => [lengthOf(part), part]));
  return bytesToHex(hmacSha256(key, message).subarray(0, BYTES));
}

/** One person's identifier as a site's list has it; both parts in the bytes that its files have. */
export interface PatientIdentifier {
  readonly patientId: Uint8Array;
  /** Empty where files name no issuer. */
  readonly issuer: Uint8Array;
}

/** The pseudonym of a patient: of issuer and PatientID, each normalised. 32 lower-case hex digits. */
export function patientPseudonym(key: Uint8Array, { patientId, issuer }: PatientIdentifier): string {
  return pseudonym(key, 'patient', [normalised(issuer), normalised(patientId)]);
}

/**
 * A raw identifier without what the standard says doesn't count: spaces around an LO, the NUL or space that pads a
 * value to even length (PS3.5 §6.2). Case counts, and so does every other byte.
 */
export function normalised(raw: Uint8Array): Uint8Array {
  let end = raw.length;
  while (end > 0 && (raw[end - 1] === SPACE || raw[end - 1] === NUL)) {
    end -= 1;
  }
  let start = 0;
  while (start < end && raw[start] === SPACE) {
    start += 1;
  }
  return raw.subarray(start, end);
}

function lengthOf(part: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, part.length);
  return bytes;
}
