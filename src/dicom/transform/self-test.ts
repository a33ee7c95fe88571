import { bytesToHex, LIMITS } from '../../base/index.ts';
import type { Column, Policy } from '../../policy/index.ts';
import type { StagedRow } from '../../warehouse/index.ts';
import type { Header } from '../parse/index.ts';
import { latin1 } from '../scan/index.ts';
import { normalised } from './pseudonym.ts';

/** What identifies the person or the visit in a header: names, numbers and UIDs (DICOM PS3.6). */
const IDENTITIES = [
  ...[0x00100010, 0x00100020, 0x00100021, 0x00101000, 0x00101001, 0x00080050, 0x00200010, 0x00181000],
  ...[0x0020000d, 0x0020000e, 0x00080018],
];

const PSEUDONYM = /^[0-9a-f]{32}$/;
const PSEUDONYM_DIGITS = 32;

/** Whether an identity is longer than `LIMITS.keptElementBytesMax`, which none of the standard can be. */
export function holdsLongIdentity(header: Header): boolean {
  return IDENTITIES.some((tag) => header.raw(tag).length > LIMITS.keptElementBytesMax);
}

/**
 * The last look at a row before it leaves the process that read the file: whether a pseudonym isn't one, equals an
 * identity of the file (as text or in hex), or a value is outside its column's closed domain, where text could hide.
 */
export function holdsIdentity(row: StagedRow, of: { header: Header; policy: Policy }): boolean {
  const pseudonyms = [
    row.patient,
    row.study,
    row.series,
    row.instance,
    ...(row.device === undefined ? [] : [row.device]),
  ];
  const identities = new Set(IDENTITIES.flatMap((tag) => spellings(normalised(of.header.raw(tag)))));
  const unkeyed = pseudonyms.some((pseudonym) => !PSEUDONYM.test(pseudonym) || identities.has(pseudonym));
  if (unkeyed) {
    return true;
  }
  for (const keyword in row.values) {
    if (!inDomain(of.policy.columns.get(keyword), row.values[keyword] ?? Number.NaN)) {
      return true;
    }
  }
  return false;
}

/** What could pass for a pseudonym: an identity as text, or its bytes in hex, where that has as many characters. */
function spellings(identity: Uint8Array): string[] {
  if (identity.length === PSEUDONYM_DIGITS) {
    return [latin1(identity).toLowerCase()];
  }
  return identity.length * 2 === PSEUDONYM_DIGITS ? [bytesToHex(identity)] : [];
}

function inDomain(column: Column | undefined, value: number): boolean {
  if (column === undefined || !Number.isSafeInteger(value)) {
    return false;
  }
  return column.kind === 'dimension'
    ? value >= 0 && value <= column.missingCode
    : value >= column.missingStep && value <= column.maxStep;
}
