import { type Clock, type Entropy, isSfumatoError, LIMITS } from '../../base/index.ts';
import type { Answer } from '../message/answerer.ts';
import { REFUSED_BY_PEER } from '../message/caller.ts';
import { createBackOff } from './back-off.ts';
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
 * tried again after a while; a message in hand is not fetched twice, and its answer is kept until the relay has it, or nobody can
 * wait for it any more.
 */
export async function callIn({ relay, answer, clock, entropy, signal, onState }: CallIn): Promise<void> {
  const inHand = new Set<string>();
  const backOff = createBackOff({ clock, entropy });
  let state: RelayState = 'calling';
  let wasConnected = false;
  const become = (next: RelayState, error?: unknown): void => {
    if (next !== state) {
      state = next;
      onState(next, error);
    }
  };
  const handle = async (next: FetchedMessage): Promise<void> => {
    const giveUpMs = clock.monotonicMs() + LIMITS.linkKeepReplyMs;
    const tries = createBackOff({ clock, entropy });
    let reply: Uint8Array | undefined;
    while (!signal.aborted && clock.monotonicMs() < giveUpMs) {
      try {
        reply ??= await answer(next.message, signal);
        return await next.answer(reply, timed(signal));
      } catch {
        await tries.wait(signal);
      }
    }
  };
  while (!signal.aborted) {
    try {
      const next = await relay.fetch([...inHand], timed(signal));
      wasConnected = true;
      become('connected');
      backOff.reset();
      if (next !== undefined && !inHand.has(next.ticket)) {
        inHand.add(next.ticket);
        void handle(next).finally(() => inHand.delete(next.ticket));
      }
    } catch (error) {
      if (signal.aborted) {
        return; // what was given up here says nothing of the relay
      }
      become(failedState(error, wasConnected), error);
      await backOff.wait(signal);
    }
  }
}

function failedState(error: unknown, wasConnected: boolean): RelayState {
  if (isSfumatoError(error, 'peer-invalid')) {
    return error.cause === REFUSED_BY_PEER ? 'refused' : 'another';
  }
  return wasConnected ? 'lost' : 'unreachable';
}

function timed(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(LIMITS.linkPollMs + LIMITS.linkPollGraceMs)]);
}
