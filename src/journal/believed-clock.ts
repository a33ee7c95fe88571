import { type Clock, SfumatoError } from '../base/index.ts';
import type { Tail } from './tail.ts';

const DAY_MS = 86_400_000;

/** How far a clock is believed. */
export interface Belief {
  readonly clock: Clock;
  /** So far ahead of the last record, and of the time that has passed since the opening, a clock is taken for wrong; no bound when absent. */
  readonly aheadMsMax?: number | undefined;
  /** Somebody has looked: the clock at the opening is right, however long the journal stood still. */
  readonly clockIsRight?: boolean | undefined;
}

/** The clock of a journal in whole milliseconds, given its latest time. @throws SfumatoError `clock-ahead`. */
export type BelievedClock = (highWaterMs: number) => number;

/**
 * What a record says of its time is never taken back, so a clock that is wrong must not come to write one: it is held against the
 * last record at the opening, and from then on against the time that has passed as well. @throws SfumatoError `clock-ahead`.
 */
export function believedClock({ clock, aheadMsMax, clockIsRight = false }: Belief, tail: Tail): BelievedClock {
  const boundMs = aheadMsMax ?? Number.POSITIVE_INFINITY;
  const openedMs = wallMs(clock);
  if (tail.records > 0 && !clockIsRight && openedMs - tail.highWaterMs > boundMs) {
    const ahead = `The clock says ${shown(openedMs)}, and the last record is of ${shown(tail.highWaterMs)}, ${days(openedMs - tail.highWaterMs)} before`;
    throw new SfumatoError('clock-ahead', `${ahead}. ${CURE}`);
  }
  const startedMs = openedMs - clock.monotonicMs();
  return (highWaterMs) => {
    const nowMs = wallMs(clock);
    const expectedMs = Math.max(highWaterMs, startedMs + clock.monotonicMs());
    if (nowMs - expectedMs > boundMs) {
      const leapt = `The clock has leapt ahead by ${days(nowMs - expectedMs)}, to ${shown(nowMs)}`;
      throw new SfumatoError('clock-ahead', `${leapt}, so the process ends. ${CURE}`);
    }
    return nowMs;
  };
}

const CURE =
  'A record under a clock that is ahead shuts the site until that time has come, so none is made: set the clock right, or, if it is right, say so once with `sfumato node start --clock-is-right`.';

function wallMs(clock: Clock): number {
  return Math.trunc(clock.wallMs());
}

function days(ms: number): string {
  return `${Math.floor(ms / DAY_MS)} days`;
}

/** To the minute, UTC; a clock may be beyond what a calendar holds. */
function shown(ms: number): string {
  const at = new Date(ms);
  return Number.isNaN(at.getTime()) ? `${ms} ms` : `${at.toISOString().slice(0, -8)}Z`;
}
