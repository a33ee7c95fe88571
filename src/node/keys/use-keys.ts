import { type Entropy, type NoteKey, parseNoteKey } from '../../base/index.ts';
import type { KeyHistory, KnownKey } from './key-history.ts';
import { assertAtHand, type KeyRing } from './key-ring.ts';
import type { SiteKeys } from './site-keys.ts';

/**
 * Takes the keys into use that the journal says are, and deletes what it says was destroyed. A site that never signed gets a
 * key to sign with. @throws SfumatoError `key-invalid` or `key-missing` when one that is in use isn't at hand.
 */
export function useKeys(keys: Pick<SiteKeys, 'seal' | 'checkpoint'>, history: KeyHistory, entropy: Entropy): void {
  useRing(keys.seal, history.seals());
  const signers = history.signers();
  if (signers.length === 0 && keys.checkpoint.ids().length === 0) {
    keys.checkpoint.use(keys.checkpoint.make(entropy));
  } else {
    useRing(keys.checkpoint, signers);
    // A key that no record names yet is kept, because the record may be lost, but it signs nothing.
    const strangers = keys.checkpoint
      .ids()
      .slice(1)
      .filter((id) => !signers.some((known) => known.id === id));
    for (const id of strangers) {
      keys.checkpoint.rest(id, true);
    }
  }
}

/** Whether the keys in use are at hand, as `useKeys` wants them; moves and deletes no file. @throws SfumatoError `key-invalid`. */
export function assertKeysAtHand(
  { seal, checkpoint }: Pick<SiteKeys, 'seal' | 'checkpoint'>,
  history: KeyHistory,
): void {
  for (const [ring, known] of [
    [seal, history.seals()],
    [checkpoint, history.signers()],
  ] as const) {
    const used = known.at(-1);
    if (used !== undefined) {
      assertAtHand(ring, used.id);
    }
  }
}

function useRing(ring: KeyRing, known: readonly KnownKey[]): void {
  ring.use(known.at(-1)?.id ?? ring.named());
  for (const { id } of known.filter(({ state }) => state === 'destroyed')) {
    ring.drop(id);
  }
}

/** What a notary signs with, the key in use first, and what it has signed with, as `createNotary` takes them. */
export function signingKeys(
  { checkpoint }: Pick<SiteKeys, 'checkpoint'>,
  history: KeyHistory,
): { readonly secretKeys: () => readonly Uint8Array[]; readonly formerKeys: () => readonly NoteKey[] } {
  return {
    secretKeys: checkpoint.all,
    formerKeys: () => history.signers().flatMap(({ id }) => parseNoteKey(id) ?? []),
  };
}
