import type { Entropy } from '../../base/index.ts';
import type { StagedInstance, StagedRow, Staging } from '../../warehouse/index.ts';
import type { FileOutcome } from '../child/index.ts';
import type { QuarantineReason } from '../reasons.table.ts';
import type { KeyedFile } from './batches.ts';
import { appendQuarantined, type Quarantined } from './quarantine.ts';
import { countReason, type Tally } from './report.ts';

const FILES_PER_WRITE = 512;

/** What may lie in the machine and its rights as well as in the file: the next ingest reads such a file again. */
const WORTH_ANOTHER_TRY: ReadonlySet<QuarantineReason> = new Set(['unreadable', 'deadline', 'memory', 'crashed']);

interface SinkOptions {
  readonly staging: Pick<Staging, 'add' | 'count' | 'markSeen'>;
  readonly siteFolder: string;
  readonly sealKey: Uint8Array;
  readonly entropy: Entropy;
  readonly tally: Tally;
}

/** Collects outcomes and writes them in large steps, one after the other: rows first, then that their files were seen. */
export interface Sink {
  /** Takes the outcomes of `files`, in the same order; waits while enough is being written. */
  take(files: readonly KeyedFile[], outcomes: readonly FileOutcome[]): Promise<void>;
  /** Writes what is left. */
  finish(): Promise<void>;
}

/** A sink into staging and the quarantine list. */
export function openSink(options: SinkOptions): Sink {
  const { tally } = options;
  let waiting = emptyLoad();
  let writing = Promise.resolve();
  const write = (): Promise<void> => {
    const load = waiting;
    waiting = emptyLoad();
    writing = writing.then(() => writeLoad(load, options));
    return writing;
  };
  return {
    async take(files, outcomes) {
      files.forEach((file, at) => {
        const outcome = outcomes[at];
        if (outcome !== undefined) {
          put(waiting, { file, outcome, tally });
        }
      });
      if (waiting.files >= FILES_PER_WRITE) {
        await write();
      }
    },
    finish: write,
  };
}

interface Load {
  files: number;
  readonly rows: StagedRow[];
  readonly counted: StagedInstance[];
  readonly seen: string[];
  readonly quarantined: Quarantined[];
}

function emptyLoad(): Load {
  return { files: 0, rows: [], counted: [], seen: [], quarantined: [] };
}

function put(load: Load, { file, outcome, tally }: { file: KeyedFile; outcome: FileOutcome; tally: Tally }): void {
  load.files += 1;
  if (outcome.state !== 'quarantined' || !WORTH_ANOTHER_TRY.has(outcome.reason)) {
    load.seen.push(file.key);
  }
  switch (outcome.state) {
    case 'stored':
      tally.stored += 1;
      load.rows.push(outcome.row);
      break;
    case 'counted':
      load.counted.push(outcome.instance);
      if (outcome.unread === undefined) {
        tally.stored += 1;
        tally.counted += 1;
      } else {
        countReason(tally.quarantined, outcome.unread);
        load.quarantined.push({ ...file, reason: outcome.unread });
      }
      break;
    case 'skipped':
      countReason(tally.skipped, outcome.reason);
      break;
    case 'quarantined':
      countReason(tally.quarantined, outcome.reason);
      load.quarantined.push({ ...file, reason: outcome.reason });
      break;
  }
}

async function writeLoad(load: Load, options: SinkOptions): Promise<void> {
  if (load.quarantined.length > 0) {
    await appendQuarantined(load.quarantined, options);
  }
  if (load.rows.length > 0) {
    await options.staging.add(load.rows);
  }
  if (load.counted.length > 0) {
    await options.staging.count(load.counted);
  }
  if (load.seen.length > 0) {
    await options.staging.markSeen(load.seen);
  }
}
