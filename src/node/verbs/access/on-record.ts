import type { Actor } from '../../../governance/index.ts';
import type { AccessChange } from '../../access-log.ts';
import type { NodeContext } from '../../context.ts';

/** What is changed about how people sign in; of nobody by name: of everybody. */
type Changed = Omit<AccessChange, 'via' | 'generation'>;

/**
 * Puts a change on record, then makes it. A crash in between leaves a record of what is to be done again; what is taken from somebody, by a
 * reset or a revocation, counts for nothing from its record on.
 */
export async function onRecord<T>(
  { journal, accessLog }: Pick<NodeContext, 'journal' | 'accessLog'>,
  { actor, ...changed }: Changed & { readonly actor: Actor },
  change: () => T,
): Promise<T> {
  const { person } = changed;
  const isTaken = person !== undefined && (changed.change === 'reset' || changed.change === 'revoked');
  const generation = isTaken ? accessLog.generationOf(person) + 1 : undefined;
  const body: AccessChange = { ...changed, via: actor.via, ...(generation !== undefined && { generation }) };
  await journal.append({ kind: 'access', actor: actor.person, body }).durable;
  return change();
}
