import { LIMITS } from '../../base/index.ts';
import type { Outcome } from '../child/index.ts';
import type { QuarantineReason } from '../reasons.table.ts';
import type { Named, Readable } from '../source/index.ts';
import type { Tally } from './report.ts';
import { marksBetween, rowsBehind } from './row-marks.ts';
import { isWorthAnotherTry } from './worth-another-try.ts';
import { emptyLoad, type Load, type LoadPlaces, put, writeLoad } from './write-load.ts';

const OUTCOMES_PER_WRITE = 512;

interface SinkOptions extends LoadPlaces {
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
  const { tally } = options;
  const soFar = new Map<Readable, SoFar>();
  const again = new Set<string>();
  const readWell = new Set<string>();
  const { waiting, write, writeWhenFull } = writer(options);
  const end = (readable: Readable, state: SoFar): void => {
    const { isWanting, isMended, isSeen } = verdictOn(readable, state, options);
    if (isWanting) {
      remember(again, readable.key);
    }
    if (isMended) {
      readWell.add(readable.key);
    }
    if (isSeen) {
      waiting().seen.push(readable.key);
    }
  };
  return {
    again,
    readWell,
    async refuse(named, reason) {
      if (isWorthAnotherTry(reason)) {
        remember(again, named.key);
      }
      put(waiting(), { named, outcome: { state: 'quarantined', reason }, tally });
      await writeWhenFull();
    },
    async take(readable, { outcomes, ended }) {
      for (const outcome of outcomes) {
        put(waiting(), { named: readable, outcome, tally });
      }
      const before = soFar.get(readable) ?? { instances: rowsBehind(readable), isWanting: false, isRefused: false };
      const state = after(before, outcomes);
      soFar.set(readable, state);
      if (readable.task.kind === 'table') {
        waiting().seen.push(...marksBetween(readable.key, before.instances, state.instances));
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

interface Writer {
  /** What is collected now. */
  waiting(): Load;
  /** Writes that after what is being written. */
  write(): Promise<void>;
  writeWhenFull(): Promise<void>;
}

function writer(places: LoadPlaces): Writer {
  let waiting = emptyLoad();
  let writing = Promise.resolve();
  const write = (): Promise<void> => {
    const load = waiting;
    waiting = emptyLoad();
    writing = writing.then(() => writeLoad(load, places));
    return writing;
  };
  return {
    waiting: () => waiting,
    write,
    async writeWhenFull() {
      if (waiting.outcomes >= OUTCOMES_PER_WRITE) {
        await write();
      }
    },
  };
}

/** What came of something until now: how many outcomes, and whether any is tried again or listed. */
interface SoFar {
  readonly instances: number;
  readonly isWanting: boolean;
  readonly isRefused: boolean;
}

interface Verdict {
  /** It is tried again by the next ingest. */
  readonly isWanting: boolean;
  /** It was listed, and needn't be any more. */
  readonly isMended: boolean;
  /** No ingest has to read it again. */
  readonly isSeen: boolean;
}

/** What follows once all that came of something is known. */
function verdictOn(
  { key, instances }: Readable,
  state: SoFar,
  { listed, anew = false }: Pick<SinkOptions, 'listed' | 'anew'>,
): Verdict {
  const isWanting = state.isWanting || state.instances < (instances ?? 1);
  if (state.instances === 0) {
    return { isWanting, isMended: false, isSeen: false }; // a table without a row may be one that is being written
  }
  const isMended = !state.isRefused && listed.has(key);
  const isWhole = !isWanting && instances !== undefined;
  return { isWanting, isMended, isSeen: isWhole && !(isMended && anew) };
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
