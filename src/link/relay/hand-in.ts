import { type Clock, type Entropy, LIMITS, whenAborted } from '../../base/index.ts';
import type { Answer } from '../message/answerer.ts';
import { createBackOff } from './back-off.ts';
import type { FetchedMessage } from './verbs.ts';

/** When, and until when, what fails is tried again. */
export interface Trying {
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Ends the site. */
  readonly signal: AbortSignal;
  /** From when on nobody can wait for the answer any more. */
  readonly giveUpMs: number;
}

/** The answer to a message; `undefined` where there was none when the site ended, or in time. */
export async function answerTo(
  message: Uint8Array,
  answer: Answer,
  { clock, entropy, signal, giveUpMs }: Trying,
): Promise<Uint8Array | undefined> {
  const tries = createBackOff({ clock, entropy });
  while (!signal.aborted && clock.monotonicMs() < giveUpMs) {
    try {
      return await answer(message, signal);
    } catch {
      await tries.wait(signal);
    }
  }
  return undefined;
}

/** Hands an answer in, as often as that fails; after the end, too, for a short while: what it cost is spent by then. */
export async function handIn(
  hand: FetchedMessage['answer'],
  reply: Uint8Array,
  { clock, entropy, signal, giveUpMs }: Trying,
): Promise<void> {
  const [done, late] = [new AbortController(), new AbortController()];
  const endLate = () => clock.until(clock.monotonicMs() + LIMITS.linkLastReplyMs, done.signal).then(() => late.abort());
  const takeBack = whenAborted(signal, () => void endLate());
  // However long it waits between tries by then, there are several in that short while.
  const [tries, lastTries] = [createBackOff({ clock, entropy }), createBackOff({ clock, entropy })];
  try {
    do {
      try {
        return await hand(reply, timed(late.signal));
      } catch {
        await (signal.aborted ? lastTries.wait(late.signal) : tries.wait(signal));
      }
    } while (!late.signal.aborted && clock.monotonicMs() < giveUpMs);
  } finally {
    takeBack();
    done.abort();
  }
}

/** No call of a relay takes longer than it may wait for something. */
export function timed(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(LIMITS.linkPollMs + LIMITS.linkPollGraceMs)]);
}
