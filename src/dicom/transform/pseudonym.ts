import { bytesToHex, type Keyed, utf8ToBytes } from '../../base/index.ts';

/** What a pseudonym stands for; the same bytes give unrelated pseudonyms in two domains. */
export type PseudonymDomain = 'patient' | 'study' | 'series' | 'instance' | 'device';

const VERSION = 1;
const LABELS = {
  patient: label('patient'),
  study: label('study'),
  series: label('series'),
  instance: label('instance'),
  device: label('device'),
  dateshift: label('dateshift'),
};
const BYTES = 16;
const LENGTH_BYTES = 4;
const SPACE = 0x20;
const NUL = 0x00;

/**
 * `keyed` (HMAC-SHA256 under the site's key) over version, domain and each part's length and bytes, as 32 lower-case
 * hex digits (128 bits). Lengths keep ('ab', 'c') and ('a', 'bc') apart.
 */
export function pseudonym(keyed: Keyed, domain: PseudonymDomain, parts: readonly Uint8Array[]): string {
  return bytesToHex(keyed(message(domain, parts)).subarray(0, BYTES));
}

/** One person's identifier as a site's list has it; both parts in the bytes that its files have. */
export interface PatientIdentifier {
  readonly patientId: Uint8Array;
  /** Empty where files name no issuer. */
  readonly issuer: Uint8Array;
}

/** The pseudonym of a patient: of issuer and PatientID, each normalised. 32 lower-case hex digits. */
export function patientPseudonym(keyed: Keyed, { patientId, issuer }: PatientIdentifier): string {
  return pseudonym(keyed, 'patient', [normalised(issuer), normalised(patientId)]);
}

const OFFSET_BYTES = 6;
// Brings every day of the calendar, counted from 1970, above 0.
const DAYS_BEFORE_1970_MAX = 1_000_000;

/**
 * Day `day` (counted from 1970-01-01) counted from a day that only the holder of the key knows and that differs from
 * patient to patient, up to 2^47 days back: an integer below 2^48. Two of one patient's tell how many days lie between
 * them; one alone, or those of two patients, tell nothing.
 */
export function secretDay(keyed: Keyed, patientPseudonymHex: string, day: number): number {
  const bytes = keyed(message('dateshift', [utf8ToBytes(patientPseudonymHex)])).subarray(0, OFFSET_BYTES);
  const offset = Math.floor(bytes.reduce((number, byte) => number * 256 + byte, 0) / 2);
  return offset + DAYS_BEFORE_1970_MAX + day;
}

function message(domain: PseudonymDomain | 'dateshift', parts: readonly Uint8Array[]): Uint8Array {
  const start = LABELS[domain];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + LENGTH_BYTES + part.length, start.length));
  const view = new DataView(bytes.buffer);
  bytes.set(start);
  let at = start.length;
  for (const part of parts) {
    view.setUint32(at, part.length);
    bytes.set(part, at + LENGTH_BYTES);
    at += LENGTH_BYTES + part.length;
  }
  return bytes;
}

function label(domain: string): Uint8Array {
  return utf8ToBytes(`sfumato pseudonym ${VERSION} ${domain}\n`);
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
