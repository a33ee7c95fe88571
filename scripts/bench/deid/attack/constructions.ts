import { createHmac, hash } from 'node:crypto';

// How programs in use turn an identifier into a pseudonym without a secret, or with one that everybody knows. Written
// from what each is known to compute, to be attacked.

/** What becomes of an identifier. */
export type Construction = (identifier: string) => string;

function decimalMd5(text: string): string {
  return BigInt(`0x${hash('md5', text, 'hex')}`).toString();
}

/** RSNA CTP, hashPtID: MD5 of “[site]id” in decimal digits. */
export function ctpPatient(site: string): Construction {
  return (patientId) => decimalMd5(`[${site}]${patientId}`);
}

/** RSNA CTP, hashUID: a public prefix and MD5 of the UID in decimal digits, 64 characters at most. */
export function ctpUid(prefix: string): Construction {
  return (uid) => `${prefix}.${decimalMd5(uid)}`.slice(0, 64);
}

const OID_NAMESPACE = Buffer.from('6ba7b8129dad11d180b400c04fd430c8', 'hex'); // RFC 9562 §6.6

/** dicom-curate, hashUid: “2.25.” and the first 19 bytes of SHA-256 over a public namespace and the UID. */
export function curateUid(uid: string): string {
  const digest = hash('sha256', Buffer.concat([OID_NAMESPACE, Buffer.from(uid)]), 'hex');
  return `2.25.${BigInt(`0x${digest.slice(0, 38)}`)}`;
}

/** Tools for Health Data Anonymization, cryptoHash, under the key “123” of its sample configuration. */
export function defaultKeyed(identifier: string): string {
  return createHmac('sha256', '123').update(identifier).digest('hex');
}

/** RSNA CTP, hashdate: days by which every date of a patient is moved back, 0 to 3,649. */
export function ctpShift(patientId: string): number {
  return Number(decimalMd5(patientId).slice(-4)) % 3650;
}
