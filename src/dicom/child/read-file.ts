import { LIMITS, systemCode } from '../../base/index.ts';
import { part10Header } from '../parse/index.ts';
import { headerReader, type ReadHeader, type ScannedHeader, type SettledScan } from '../scan/index.ts';
import type { Candidate, Representatives } from '../transform/index.ts';
import type { Outcome } from './protocol.ts';
import type { Pending } from './settle.ts';

/** What becomes of the file at a path, or that it may have to be read in full. */
export type ReadFile = (path: string) => Outcome | Pending;

/** Reading, scanning, parsing and de-identifying of one file after the other. */
export function fileReader({ look, outcomeOf }: Representatives): ReadFile {
  const readWith = headerOf();
  const holdsBest = bestOfSeries();
  const inFull = (scanned: ScannedHeader) => outcomeOf(part10Header(scanned));
  return (path) =>
    readWith(path, (scanned) => {
      const seen = look(part10Header(scanned));
      if (seen.state !== 'candidate') {
        return seen;
      }
      const kept = holdsBest(seen) ? copyOf(scanned) : undefined;
      const settle = () => seen.counted() ?? (kept === undefined ? readWith(path, inFull) : inFull(kept));
      return { state: 'pending', rank: seen.rank, settle };
    });
}

/** Looking at one file after the other without parsing it: an instance that has its keys is counted, whatever else it holds. */
export function fileLooker({ look }: Pick<Representatives, 'look'>): (path: string) => Outcome {
  const readWith = headerOf();
  return (path) =>
    readWith(path, (scanned) => {
      const seen = look(part10Header(scanned));
      return seen.state === 'candidate' ? { state: 'counted', instance: seen.keys } : seen;
    });
}

/** Shows the header of one file after the other, or says why there is none. */
function headerOf() {
  const readHeader = headerReader();
  return <T>(path: string, seeing: (scanned: ScannedHeader) => T): T | Outcome => {
    const scan = readable(path, readHeader);
    switch (scan.state) {
      case 'skipped':
        return scan;
      case 'rejected':
        return { state: 'quarantined', reason: scan.reason };
      case 'complete':
        return seeing(scan.header);
    }
  };
}

/** Whether a candidate is to be read before all others of its series that came in a row: the others hardly ever are. */
function bestOfSeries(): (candidate: Candidate) => boolean {
  let best: Candidate | undefined;
  return (candidate) => {
    const isBest = best?.series !== candidate.series || candidate.rank < best.rank;
    best = isBest ? candidate : best;
    return isBest;
  };
}

/** A header of its own, as all files share one buffer; a long one is read again rather than held beside others. */
function copyOf(scanned: ScannedHeader): ScannedHeader | undefined {
  if (scanned.data.length > LIMITS.headerPrefixBytes) {
    return undefined;
  }
  const data = scanned.data.slice();
  return { ...scanned, data, file: scanned.file === scanned.data ? data : scanned.file.slice() };
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
