import { systemCode } from '../../base/index.ts';
import { type Header, part10Header } from '../parse/index.ts';
import { headerReader, type ReadHeader, type SettledScan } from '../scan/index.ts';
import type { Representatives } from '../transform/index.ts';
import type { Outcome } from './protocol.ts';
import type { Pending } from './settle.ts';

/** What becomes of the file at a path, or that it may have to be read in full. */
export type ReadFile = (path: string) => Outcome | Pending;

/** Reading, scanning, parsing and de-identifying of one file after the other. */
export function fileReader({ look, outcomeOf }: Representatives): ReadFile {
  const readHeader = headerReader();
  const readWith = <T>(path: string, seeing: (header: Header) => T): T | Outcome => {
    const scan = readable(path, readHeader);
    switch (scan.state) {
      case 'skipped':
        return scan;
      case 'rejected':
        return { state: 'quarantined', reason: scan.reason };
      case 'complete':
        return seeing(part10Header(scan.header));
    }
  };
  return (path) => {
    const seen = readWith(path, look);
    if (seen.state !== 'candidate') {
      return seen;
    }
    // Headers share one buffer, so what has to be read in full after all is read again.
    return { state: 'pending', rank: seen.rank, settle: () => seen.counted() ?? readWith(path, outcomeOf) };
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
