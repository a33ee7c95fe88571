import { LIMITS } from '../base/index.ts';
import type { RequestRef } from '../budget/index.ts';
import type { Advertisement } from '../contract/index.ts';

/** A round for which this site has advertised a key. The secret is in memory alone: whoever takes the disk later reads no masks. */
export interface OpenRound {
  /** The round's hash. */
  readonly round: string;
  readonly secretKey: Uint8Array;
  readonly advertisement: Advertisement;
}

/** The rounds that are open, at most one for an attempt at a request. */
export interface Rounds {
  find(ref: RequestRef): OpenRound | undefined;
  /** Takes the place of an earlier round of the same attempt. */
  open(ref: RequestRef, round: OpenRound): void;
  /** Forgets the secret. */
  end(ref: RequestRef): void;
}

/** No rounds; at most `LIMITS.roundsOpenMax`, of which the oldest gives way. */
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
      const [oldest] = rounds.keys();
      if (rounds.size >= LIMITS.roundsOpenMax && oldest !== undefined) {
        end(oldest);
      }
      rounds.set(keyOf(ref), round);
    },
    end: (ref: RequestRef) => end(keyOf(ref)),
  });
}

function keyOf({ key, project, id, textHash, attempt }: RequestRef): string {
  return `${key} ${project} ${id} ${textHash} ${attempt}`;
}
