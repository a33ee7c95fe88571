import { hexToBytes, systemCode } from '../../base/index.ts';
import { loadPolicy } from '../../policy/index.ts';
import { readHeader, type SettledScan } from '../scan/index.ts';
import { deidentification } from '../transform/index.ts';
import type { FileOutcome, Setup } from './protocol.ts';

/** What becomes of the file at a path. */
export type ReadFile = (path: string) => FileOutcome;

/** Reading, scanning, parsing and de-identifying of one file after the other, as `setup` says. */
export function fileReader({ policy, key }: Setup): ReadFile {
  const deidentify = deidentification(loadPolicy({ text: policy, file: 'policy' }), hexToBytes(key));
  return (path) => {
    const scan = readable(path);
    if (scan.state === 'skipped') {
      return scan;
    }
    const row = scan.state === 'complete' ? deidentify(scan.header) : scan.reason;
    return typeof row === 'string' ? { state: 'quarantined', reason: row } : { state: 'stored', row };
  };
}

function readable(path: string): SettledScan {
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
