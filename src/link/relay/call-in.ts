import { type Clock, type Entropy, isSfumatoError, LIMITS, unlessAborted } from '../../base/index.ts';
import type { Answer } from '../message/answerer.ts';
import { REFUSED_BY_PEER } from '../message/caller.ts';
import { createBackOff } from './back-off.ts';
import { answerTo, handIn, timed } from './hand-in.ts';
import type { FetchedMessage, RelayCalls } from './verbs.ts';

/**
 * How a site stands to its relay: `unreachable` as long as it never answered, `lost` once it did, `refused` where it answers and takes
 * nothing of this site, `another` where what answers isn't it.
 */
export type RelayState = 'calling' | 'connected' | 'lost' | 'unreachable' | 'refused' | 'another';

/** What a site calls its relay with. */
export interface CallIn {
  readonly relay: RelayCalls;
  readonly answer: Answer;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Told with what went wrong, where something did. */
  readonly onState: (state: RelayState, error?: unknown) => void;
}

/**
 * Fetches messages from a relay and hands the answers in, until `signal`. Every connection is opened by the site. Whatever fails is
 * tried again after a while, and so is a relay that has nothing and doesn't wait for something; a message in hand is not fetched twice,
 * and its answer is kept until the relay has it, or nobody can wait for it any more. No more is fetched than there is room for. This
 * resolves once what is in hand at the end has been answered, as a server ends: what was charged by then goes on record and out.
 */
export async function callIn({ relay, answer, clock, entropy, signal, onState }: CallIn): Promise<void> {
  const inHand = new Map<string, Held>();
  const backOff = createBackOff({ clock, entropy });
  let state: RelayState = 'calling';
  let wasConnected = false;
  const become = (next: RelayState, error?: unknown): void => {
    if (next !== state) {
      state = next;
      onState(next, error);
    }
  };
  const handle = async (next: FetchedMessage, held: Held): Promise<void> => {
    const trying = { clock, entropy, signal, giveUpMs: clock.monotonicMs() + LIMITS.linkKeepReplyMs };
    const reply = await answerTo(next.message, answer, trying);
    if (reply !== undefined) {
      held.bytes += reply.length;
      await handIn((...words) => next.answer(...words), reply, trying);
    }
  };
  const failed = async (error: unknown, afterMs: number): Promise<void> => {
    become(failedState(error, wasConnected), error);
    if (afterMs >= LIMITS.linkCutMs) {
      // Waited for and then cut, as by a proxy that ends idle connections: a site that stays away now misses questions.
      backOff.reset();
    }
    await backOff.wait(signal);
  };
  while (!signal.aborted) {
    let askedMs = clock.monotonicMs();
    try {
      if (!hasRoom(inHand)) {
        await unlessAborted(signal, Promise.race([...inHand.values()].map(({ done }) => done)));
        continue;
      }
      askedMs = clock.monotonicMs();
      const next = await relay.fetch([...inHand.keys()], timed(signal));
      wasConnected = true;
      become('connected');
      if (next !== undefined && !inHand.has(next.ticket)) {
        const held: Held = { bytes: next.message.length, done: Promise.resolve() };
        inHand.set(next.ticket, held);
        held.done = handle(next, held).finally(() => inHand.delete(next.ticket));
      } else if (clock.monotonicMs() - askedMs < LIMITS.linkRetryMsMin) {
        await backOff.wait(signal);
        continue;
      }
      backOff.reset();
    } catch (error) {
      // What was given up at the end says nothing of the relay.
      if (!signal.aborted) {
        await failed(error, clock.monotonicMs() - askedMs);
      }
    }
  }
  await Promise.all([...inHand.values()].map(({ done }) => done));
}

/** A message whose answer the relay doesn't have yet. */
interface Held {
  /** Of the message, and of the answer once it is there. */
  bytes: number;
  done: Promise<void>;
}

/** As many messages as a relay is told of, and as much as a server takes in: a relay that takes no answers can't fill a site's memory. */
function hasRoom(inHand: ReadonlyMap<string, Held>): boolean {
  const bytes = [...inHand.values()].reduce((sum, held) => sum + held.bytes, 0);
  return inHand.size < LIMITS.linkInHandMax && bytes < LIMITS.httpBodiesBytesMax;
}

function failedState(error: unknown, wasConnected: boolean): RelayState {
  if (isSfumatoError(error, 'peer-invalid')) {
    return error.cause === REFUSED_BY_PEER ? 'refused' : 'another';
  }
  return wasConnected ? 'lost' : 'unreachable';
}
