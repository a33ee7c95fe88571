import { join } from 'node:path';
import { SfumatoError } from '../../base/index.ts';
import type { Policy } from '../../policy/index.ts';
import { openSnapshot, type Snapshot } from '../../query/index.ts';
import { hashSnapshotFile } from '../../warehouse/index.ts';
import type { Catalog, SnapshotRecord } from './catalog.ts';

/** A snapshot that stays open while somebody uses it, whatever is published meanwhile. */
export interface PinnedSnapshot {
  readonly id: string;
  readonly snapshot: Snapshot;
  release(): void;
}

/** Keeps the current snapshot open. */
export interface SnapshotHolder {
  /** Opens what the catalog says is current. @throws SfumatoError `snapshot-missing` or `snapshot-corrupt`. */
  refresh(): Promise<void>;
  /** The current snapshot, pinned until released, or `undefined` before the first publish. */
  pin(): PinnedSnapshot | undefined;
  close(): Promise<void>;
}

interface Held {
  readonly id: string;
  readonly snapshot: Snapshot;
  users: number;
}

/** Where snapshots are, and how the current one is checked. */
export interface HolderOptions {
  readonly folder: string;
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly patientsLog2: number;
}

/** A holder with nothing open yet. */
export function snapshotHolder(options: HolderOptions): SnapshotHolder {
  let current: Held | undefined;
  const letGo = (held: Held): void => {
    held.users -= 1;
    if (held.users === 0) {
      held.snapshot.close();
    }
  };
  const replaceBy = (next: Held | undefined): void => {
    const last = current;
    current = next;
    if (last !== undefined) {
      letGo(last);
    }
  };
  return Object.freeze({
    async refresh() {
      const record = options.catalog.snapshot();
      // Under another de-identification there is nothing to answer from until the next publish.
      const usable = record?.deidentification === options.policy.deidentificationHash ? record : undefined;
      if (usable?.id !== current?.id) {
        replaceBy(usable && { id: usable.id, snapshot: await openChecked(options, usable), users: 1 });
      }
    },
    pin() {
      const held = current;
      if (held === undefined) {
        return undefined;
      }
      held.users += 1;
      return Object.freeze({ id: held.id, snapshot: held.snapshot, release: () => letGo(held) });
    },
    async close() {
      replaceBy(undefined);
    },
  });
}

async function openChecked({ folder, policy, patientsLog2 }: HolderOptions, record: SnapshotRecord): Promise<Snapshot> {
  const file = fileOf(folder, record);
  const snapshot = await openSnapshot({ file, deidentificationHash: policy.deidentificationHash, patientsLog2 });
  try {
    await assertSnapshotFile(folder, record);
  } catch (error) {
    snapshot.close();
    throw error;
  }
  return snapshot;
}

/** Whether a snapshot's file is the one that was published. @throws SfumatoError `snapshot-missing` or `snapshot-corrupt`. */
export async function assertSnapshotFile(folder: string, record: SnapshotRecord): Promise<void> {
  const file = fileOf(folder, record);
  if ((await hashSnapshotFile(file, record.salt)) !== record.saltedFileHash) {
    throw new SfumatoError('snapshot-corrupt', `${file} is not the file that was published; restore it from a backup.`);
  }
}

const fileOf = (folder: string, { id }: SnapshotRecord): string => join(folder, `${id}.duckdb`);
