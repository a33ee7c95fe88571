import { z } from 'zod';
import { assert } from '../../base/index.ts';
import { Advertisement, Hash, RoundStart } from '../../contract/index.ts';
import type { Fold } from '../../journal/index.ts';

/** The sites of a signed request take part in an attempt at its total, or (in older journals) were about to be asked whether they do. */
const RoundRecord = z.strictObject({ textHash: Hash, start: RoundStart, sites: z.array(z.string()) });

/** All sites gave a key for one and the same round: they are about to be asked for their vectors, and charged. */
const KeysRecord = z.strictObject({
  textHash: Hash,
  attempt: RoundStart.shape.attempt,
  round: Hash,
  advertisements: z.array(Advertisement),
});

/** The attempt gave a total, or it never will. */
const EndRecord = z.strictObject({
  textHash: Hash,
  attempt: RoundStart.shape.attempt,
  state: z.enum(['summed', 'aborted']),
});

/** The last attempt at a total, as far as it went. */
export interface KnownRound {
  readonly start: RoundStart;
  readonly keys?: { readonly round: string; readonly advertisements: readonly Advertisement[] };
  readonly end?: 'summed' | 'aborted';
}

/** The attempts at totals, by the hash of the signed request: what a coordinator that was killed goes on with. */
export interface RoundLog extends Fold {
  of(textHash: string): KnownRound | undefined;
}

/** The fold of a coordinator's records of rounds. */
export function createRoundLog(): RoundLog {
  const rounds = new Map<string, KnownRound>();
  const known = (textHash: string, attempt: number): KnownRound => {
    const round = rounds.get(textHash);
    assert(round?.start.attempt === attempt, 'what is said of a round is said of the last one');
    return round;
  };
  return Object.freeze({
    kinds: Object.freeze({ round: RoundRecord, 'round-keys': KeysRecord, 'round-end': EndRecord }),
    apply({ kind, body }: { kind: string; body: unknown }) {
      if (kind === 'round') {
        const { textHash, start } = RoundRecord.parse(body);
        rounds.set(textHash, { start });
      } else if (kind === 'round-keys') {
        const { textHash, attempt, ...keys } = KeysRecord.parse(body);
        rounds.set(textHash, { ...known(textHash, attempt), keys });
      } else {
        const { textHash, attempt, state } = EndRecord.parse(body);
        rounds.set(textHash, { ...known(textHash, attempt), end: state });
      }
    },
    of: (textHash: string) => rounds.get(textHash),
  });
}
