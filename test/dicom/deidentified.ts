import { part10Header } from '../../src/dicom/parse/index.ts';
import { type ScannedHeader, type SettledScan, scanHeader } from '../../src/dicom/scan/index.ts';
import { deidentification, representatives } from '../../src/dicom/transform/index.ts';
import type { StagedRow } from '../../src/warehouse/index.ts';
import { POLICY, PSEUDONYM_KEY } from './policy.ts';

/** The row of a scanned header, or why there is none; every header is looked at as the first of its series. */
export function deidentified(header: ScannedHeader, policy = POLICY): StagedRow | string {
  const outcome = representatives(deidentification(policy, PSEUDONYM_KEY)).outcomeOf(part10Header(header));
  switch (outcome.state) {
    case 'stored':
      return outcome.row;
    case 'counted':
      return outcome.unread ?? outcome.state;
    case 'quarantined':
      return outcome.reason;
  }
}

/** The row of a scan's header, or the reason why it was rejected or skipped. */
export function rowOfScan(scan: SettledScan, policy = POLICY): StagedRow | string {
  return scan.state === 'complete' ? deidentified(scan.header, policy) : scan.reason;
}

/** The row of a file's bytes, or why there is none. */
export function rowOfBytes(file: Uint8Array, policy = POLICY): StagedRow | string {
  const scan = scanHeader(file, file.length);
  return scan.state === 'more' ? scan.state : rowOfScan(scan, policy);
}
