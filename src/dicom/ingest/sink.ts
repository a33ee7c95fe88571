import { type Entropy, LIMITS } from '../../base/index.ts';
import type { StagedInstance, StagedRow, Staging } from '../../warehouse/index.ts';
import type { Outcome } from '../child/index.ts';
import type { QuarantineReason } from '../reasons.table.ts';
import type { Named, Readable } from '../source/index.ts';
import { appendQuarantined } from './quarantine.ts';
import type { Quarantined } from './quarantine-line.ts';
import { countReason, type Tally } from './report.ts';
import { marksBetween, rowsBehind } from './row-marks.ts';
import { isWorthAnotherTry } from './worth-another-try.ts';

const OUTCOMES_PER_WRITE = 512;

interface SinkOptions {
  readonly staging: Pick<Staging, 'add' | 'count' | 'markSeen'>;
  readonly siteFolder: string;
  readonly sealKey: Uint8Array;
  readonly entropy: Entropy;
  readonly tally: Tally;
  /** Keys of the files that are in the quarantine list already. */
  readonly listed: ReadonlySet<string>;
  /** The list goes with another staging: what is in it and reads well is not marked, so that the ingest after a replacement strikes it out. */
  readonly anew?: boolean | undefined;
}

/** What came of something; more comes until it has `ended`. */
export interface Told {
  readonly outcomes: readonly Outcome[];
  readonly ended: boolean;
}

/** Collects outcomes and writes them in large steps, one after the other: rows first, then that their sources were seen. */
export interface Sink {
  /** Takes what came of `readable`; waits while enough is being written. */
  take(readable: Readable, told: Told): Promise<void>;
  /** Quarantines something that isn't read at all. */
  refuse(named: Named, reason: QuarantineReason): Promise<void>;
  /** Keys of what was quarantined and is tried again by the next ingest, or of which fewer instances came than were listed, `LIMITS.quarantineTwinsMax` at most. */
  readonly again: ReadonlySet<string>;
  /** Keys of those that were `listed` and are not to be: nothing of them was quarantined this time. */
  readonly readWell: ReadonlySet<string>;
  /** Writes what is left. */
  finish(): Promise<void>;
}

/** A sink into staging and the quarantine list. */
export function openSink(options: SinkOptions): Sink {
  const { tally, listed, anew = false } = options;
  const soFar = new Map<Readable, SoFar>();
  const again = new Set<string>();
  const readWell = new Set<string>();
  let waiting = emptyLoad();
  let writing = Promise.resolve();
  const write = (): Promise<void> => {
    const load = waiting;
    waiting = emptyLoad();
    writing = writing.then(() => writeLoad(load, options));
    return writing;
  };
  const writeWhenFull = async (): Promise<void> => {
    if (waiting.outcomes >= OUTCOMES_PER_WRITE) {
      await write();
    }
  };
  const end = (readable: Readable, state: SoFar): void => {
    const { key, instances = 1 } = readable;
    if (state.isWanting || state.instances < instances) {
      remember(again, key);
    }
    if (state.instances === 0) {
      return; // a table without a row may be one that is being written
    }
    const isMended = !state.isRefused && listed.has(key);
    if (isMended) {
      readWell.add(key);
    }
    const isWhole = !state.isWanting && readable.instances !== undefined && state.instances >= instances;
    if (isWhole && !(isMended && anew)) {
      waiting.seen.push(key);
    }
  };
  return {
    again,
    readWell,
    async refuse(named, reason) {
      if (isWorthAnotherTry(reason)) {
        remember(again, named.key);
      }
      put(waiting, { named, outcome: { state: 'quarantined', reason }, tally });
      await writeWhenFull();
    },
    async take(readable, { outcomes, ended }) {
      for (const outcome of outcomes) {
        put(waiting, { named: readable, outcome, tally });
      }
      const before = soFar.get(readable) ?? { instances: rowsBehind(readable), isWanting: false, isRefused: false };
      const state = after(before, outcomes);
      soFar.set(readable, state);
      if (readable.task.kind === 'table') {
        waiting.seen.push(...marksBetween(readable.key, before.instances, state.instances));
      }
      if (ended) {
        soFar.delete(readable);
        end(readable, state);
      }
      await writeWhenFull();
    },
    finish: write,
  };
}

/** What came of something until now: how many outcomes, and whether any is tried again or listed. */
interface SoFar {
  readonly instances: number;
  readonly isWanting: boolean;
  readonly isRefused: boolean;
}

function after({ instances, isWanting, isRefused }: SoFar, outcomes: readonly Outcome[]): SoFar {
  return {
    instances: instances + outcomes.length,
    isWanting: isWanting || outcomes.some(mayComeYet),
    isRefused: isRefused || outcomes.some((outcome) => refusedFor(outcome) !== undefined),
  };
}

function remember(again: Set<string>, key: string): void {
  if (again.size < LIMITS.quarantineTwinsMax) {
    again.add(key);
  }
}

function mayComeYet(outcome: Outcome): boolean {
  const reason = refusedFor(outcome);
  return reason !== undefined && isWorthAnotherTry(reason);
}

/** Why something is listed, whether or not it counts as an instance. */
function refusedFor(outcome: Outcome): QuarantineReason | undefined {
  switch (outcome.state) {
    case 'quarantined':
      return outcome.reason;
    case 'counted':
      return outcome.unread;
    default:
      return undefined;
  }
}

interface Load {
  outcomes: number;
  readonly rows: StagedRow[];
  readonly counted: StagedInstance[];
  readonly seen: string[];
  readonly quarantined: Quarantined[];
}

function emptyLoad(): Load {
  return { outcomes: 0, rows: [], counted: [], seen: [], quarantined: [] };
}

interface Put {
  readonly named: Named;
  readonly outcome: Outcome;
  readonly tally: Tally;
}

function put(load: Load, { named: { key, path }, outcome, tally }: Put): void {
  load.outcomes += 1;
  const quarantine = (reason: QuarantineReason, row: number | undefined): void => {
    countReason(tally.quarantined, reason);
    load.quarantined.push({ key, path, reason, ...(row !== undefined && { row }) });
  };
  switch (outcome.state) {
    case 'stored':
      tally.stored += 1;
      tally.handed += 1;
      load.rows.push(outcome.row);
      for (const creator of outcome.creators ?? []) {
        countReason(tally.privateElements, creator);
      }
      break;
    case 'counted':
      tally.handed += 1;
      load.counted.push(outcome.instance);
      if (outcome.unread === undefined) {
        tally.stored += 1;
        tally.counted += 1;
      } else {
        quarantine(outcome.unread, outcome.row);
      }
      break;
    case 'skipped':
      countReason(tally.skipped, outcome.reason);
      break;
    case 'quarantined':
      quarantine(outcome.reason, outcome.row);
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
