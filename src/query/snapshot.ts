import { assert } from '../base/index.ts';
import { openSnapshot as openScan, type Snapshot as Scan, type SnapshotOptions } from '../warehouse/scan.ts';

/** Reads every column of every row, and says nothing of them. */
const WARM_UP = 'SELECT count(*) FROM (SELECT max(COLUMNS(*)) FROM series GROUP BY "patient")';

const scans = new WeakMap<Snapshot, Scan>();

declare const snapshot: unique symbol;

/** An open snapshot that plans can be run on. Only this folder reaches its rows. */
export interface Snapshot {
  readonly [snapshot]?: never;
  /** Closes the file; what runs on it fails. */
  readonly close: () => void;
}

/**
 * Opens a published snapshot, read-only and locked down.
 * @throws SfumatoError `snapshot-missing`, also where it is of another size class; `snapshot-corrupt` when it isn't what the options say.
 */
export async function openSnapshot(options: SnapshotOptions): Promise<Snapshot> {
  const scan = await openScan(options);
  // The engine's first full scan is slow for reasons of its own; no question should pay for that.
  await scan.run({ sql: WARM_UP, parameters: [] });
  const opened: Snapshot = Object.freeze({ close: scan.close });
  scans.set(opened, scan);
  return opened;
}

/** The rows behind a snapshot; for this folder. @throws AssertionFailure when `openSnapshot` didn't make it. */
export function scanOf(opened: Snapshot): Scan {
  const scan = scans.get(opened);
  assert(scan !== undefined, 'this is not an open snapshot');
  return scan;
}
