import type { NodeContext } from '../../context.ts';
import type { KnownKey } from '../../keys/key-history.ts';
import { type KeyRing, type RingPurpose, shortId } from '../../keys/key-ring.ts';
import { answersUnder } from './answers-under.ts';

/** One key that can be rotated, and how it stands. */
export interface KeyState {
  readonly purpose: RingPurpose;
  readonly id: string;
  /** `missing`: a former key whose file is gone without a record; `not on record`: a file that the journal doesn't know. */
  readonly state: KnownKey['state'] | 'missing' | 'not on record';
  /** Of a seal key at hand: how many stored answers are sealed under it. */
  readonly answers?: number;
  /** Of a log key: the key itself, and by which the one before named it. */
  readonly logKey?: string;
  readonly succession?: string;
}

/** The keys that can be rotated, oldest first; nothing secret. */
export async function showKeys({ ctx }: { readonly ctx: NodeContext }): Promise<{ keys: readonly KeyState[] }> {
  const { keys, history } = ctx;
  const seals = statesOf(keys.seal, history.seals()).map(({ id, state }) => ({
    purpose: 'seal' as const,
    id: shortId(id),
    state,
    answers: answersUnder(ctx, id),
  }));
  const signers = statesOf(keys.checkpoint, history.signers()).map(({ id, state, succession }) => ({
    purpose: 'checkpoint' as const,
    id: shortId(id),
    state,
    logKey: id,
    ...(succession === undefined ? {} : { succession }),
  }));
  return { keys: [...seals, ...signers] };
}

interface State {
  readonly id: string;
  readonly state: KeyState['state'];
  readonly succession?: string | undefined;
}

function statesOf(ring: KeyRing, known: readonly KnownKey[]): readonly State[] {
  const here = ring.ids();
  const strangers = here.filter((id) => !known.some((one) => one.id === id));
  return [
    ...known.map((one) =>
      one.state === 'former' && !here.includes(one.id) ? { ...one, state: 'missing' as const } : one,
    ),
    ...strangers.map((id) => ({ id, state: 'not on record' as const })),
  ];
}
