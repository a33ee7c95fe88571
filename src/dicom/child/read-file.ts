import { systemCode } from '../../base/index.ts';
import { part10Header } from '../parse/index.ts';
import { headerReader, type ReadHeader, type SettledScan } from '../scan/index.ts';
import type { OutcomeOf } from '../transform/index.ts';
import type { Outcome } from './protocol.ts';

/** What becomes of the file at a path. */
export type ReadFile = (path: string) => Outcome;

/** Reading, scanning, parsing and de-identifying of one file after the other. */
export function fileReader(outcomeOf: OutcomeOf): ReadFile {
  const readHeader = headerReader();
  return (path) => {
    const scan = readable(path, readHeader);
    switch (scan.state) {
      case 'skipped':
        return scan;
      case 'rejected':
        return { state: 'quarantined', reason: scan.reason };
      case 'complete':
        return outcomeOf(part10Header(scan.header));
    }
  };
}

function readable(path: string, readHeader: ReadHeader): SettledScan {
  try {
    return readHeader(path);
  } catch (error) {
    switch (systemCode(error)) {
      case undefined:
        throw error;
      case 'ELOOP': // a link took the file's place after the folder was listed
        return { state: 'skipped', reason: 'symbolic-link' };
      default:
        return { state: 'rejected', reason: 'unreadable' };
    }
  }
}
