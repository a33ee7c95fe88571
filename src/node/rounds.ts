import { LIMITS } from '../base/index.ts';
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
}

/** The rounds that are open, at most one for an attempt at a request. */
export interface Rounds {
  find(ref: RequestRef): OpenRound | undefined;
  /** Takes the place of an earlier round of the same attempt. */
  open(ref: RequestRef, round: OpenRound): void;
  /** Forgets the secret. */
  end(ref: RequestRef): void;
}

/** No rounds; at most `LIMITS.roundsOpenMax`. Beyond that the oldest gives way of the person who has most: nobody drives others' out by opening more. */
export function noRounds(): Rounds {
  const rounds = new Map<string, OpenRound>();
  const end = (key: string): void => {
    rounds.get(key)?.secretKey.fill(0);
    rounds.delete(key);
  };
  return Object.freeze({
    find: (ref: RequestRef) => rounds.get(keyOf(ref)),
    open(ref: RequestRef, round: OpenRound) {
      end(keyOf(ref));
      if (rounds.size >= LIMITS.roundsOpenMax) {
        oldestOfMost(rounds).forEach(end);
      }
      rounds.set(keyOf(ref), round);
    },
    end: (ref: RequestRef) => end(keyOf(ref)),
  });
}

/** The oldest round of the person who has most of them. */
function oldestOfMost(rounds: ReadonlyMap<string, OpenRound>): readonly string[] {
  const counts = new Map<string, number>();
  for (const { person } of rounds.values()) {
    counts.set(person, (counts.get(person) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  return [...rounds]
    .filter(([, { person }]) => counts.get(person) === most)
    .map(([key]) => key)
    .slice(0, 1);
}

function keyOf({ key, project, id, textHash, attempt }: RequestRef): string {
  return `${key} ${project} ${id} ${textHash} ${attempt}`;
}
