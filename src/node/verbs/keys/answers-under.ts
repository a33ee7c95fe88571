import { sealFingerprint } from '../../../budget/index.ts';
import type { NodeContext } from '../../context.ts';

/** How many stored answers are sealed under a seal key that is at hand. */
export function answersUnder({ keys, budget }: Pick<NodeContext, 'keys' | 'budget'>, id: string): number {
  const key = keys.seal.keyOf(id);
  return key === undefined ? 0 : (budget.sealed().get(sealFingerprint(key)) ?? 0);
}
