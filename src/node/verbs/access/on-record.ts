import type { Actor } from '../../../governance/index.ts';
import type { AccessChange } from '../../access-log.ts';
import type { NodeContext } from '../../context.ts';

/** What is changed about how people sign in; of nobody by name: of everybody. */
type Changed = Omit<AccessChange, 'via'>;

/** Puts a change on record, then makes it. A crash in between leaves a record of what is to be done again; a revocation holds from its record on. */
export async function onRecord<T>(
  { journal }: Pick<NodeContext, 'journal'>,
  { actor, ...changed }: Changed & { readonly actor: Actor },
  change: () => T,
): Promise<T> {
  const body: AccessChange = { ...changed, via: actor.via };
  await journal.append({ kind: 'access', actor: actor.person, body }).durable;
  return change();
}
