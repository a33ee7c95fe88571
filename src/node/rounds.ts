import { type Clock, LIMITS } from '../base/index.ts';
import type { RequestRef } from '../budget/index.ts';
import type { Advertisement } from '../contract/index.ts';

/** A round for which this site has advertised a key. The secret is in memory alone: whoever takes the disk later reads no masks. */
export interface OpenRound {
  /** The round's hash. */
  readonly round: string;
  readonly secretKey: Uint8Array;
  readonly advertisement: Advertisement;
  /** Who asks. */
  readonly person: string;
  /** When the request expires, in milliseconds since 1970-01-01 UTC: nobody can use the secret any more. */
  readonly expires: number;
}

/** How often it is looked whether a request has expired: the clock that tells the time may be set meanwhile, either way. */
const LOOK_MS = 60_000;

/** The rounds that are open, at most one for an attempt at a request. */
export interface Rounds {
  find(ref: RequestRef): OpenRound | undefined;
  /** Takes the place of an earlier round of the same attempt. */
  open(ref: RequestRef, round: OpenRound): void;
  /** Forgets the secret. */
  end(ref: RequestRef): void;
  /** Forgets all secrets. */
  close(): void;
}

interface Held {
  readonly one: OpenRound;
  /** Ends the wait for its request to expire. */
  readonly over: AbortController;
}

/**
 * No rounds; at most `LIMITS.roundsOpenMax`. Beyond that the oldest gives way of the person who has most: nobody drives others' out by opening
 * more. A round ends no later than a minute after its request expires.
 */
export function noRounds(clock: Clock): Rounds {
  const rounds = new Map<string, Held>();
  const end = (key: string): void => {
    const held = rounds.get(key);
    held?.one.secretKey.fill(0);
    held?.over.abort();
    rounds.delete(key);
  };
  const endExpired = (): void => {
    const now = clock.wallMs();
    const expired = [...rounds].filter(([, { one }]) => one.expires <= now);
    expired.map(([key]) => key).forEach(end);
  };
  return Object.freeze({
    find: (ref: RequestRef) => rounds.get(keyOf(ref))?.one,
    open(ref: RequestRef, one: OpenRound) {
      end(keyOf(ref));
      endExpired();
      if (rounds.size >= LIMITS.roundsOpenMax) {
        oldestOfMost(rounds).forEach(end);
      }
      const over = new AbortController();
      rounds.set(keyOf(ref), { one, over });
      void hasExpired(clock, one, over.signal).then((expired) => expired && end(keyOf(ref)));
    },
    end: (ref: RequestRef) => end(keyOf(ref)),
    close: () => [...rounds.keys()].forEach(end),
  });
}

/**
 * Resolves within a minute once a round's request has expired by the clock, or as much time has passed as it had at the opening; to false
 * where `over` ended the wait.
 */
async function hasExpired(clock: Clock, { expires }: OpenRound, over: AbortSignal): Promise<boolean> {
  const lastMs = clock.monotonicMs() + expires - clock.wallMs();
  while (!over.aborted && clock.wallMs() < expires && clock.monotonicMs() < lastMs) {
    const atMs = clock.monotonicMs() + LOOK_MS;
    await clock.until(atMs, over);
    if (clock.monotonicMs() < atMs) {
      return false;
    }
  }
  return !over.aborted;
}

/** The oldest round of the person who has most of them. */
function oldestOfMost(rounds: ReadonlyMap<string, Held>): readonly string[] {
  const counts = new Map<string, number>();
  for (const {
    one: { person },
  } of rounds.values()) {
    counts.set(person, (counts.get(person) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  return [...rounds]
    .filter(([, { one }]) => counts.get(one.person) === most)
    .map(([key]) => key)
    .slice(0, 1);
}

function keyOf({ key, project, id, textHash, attempt }: RequestRef): string {
  return `${key} ${project} ${id} ${textHash} ${attempt}`;
}
