import { isSfumatoError } from '../../../base/index.ts';
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
  ctx: Pick<NodeContext, 'journal' | 'accessLog' | 'people'>,
  { actor, ...changed }: Changed & { readonly actor: Actor },
  change: () => T,
): Promise<T> {
  const { person } = changed;
  const isTaken = person !== undefined && (changed.change === 'reset' || changed.change === 'revoked');
  const generation = isTaken ? nextGeneration(ctx, person) : undefined;
  const body: AccessChange = { ...changed, via: actor.via, ...(generation !== undefined && { generation }) };
  await ctx.journal.append({ kind: 'access', actor: actor.person, body }).durable;
  return change();
}

/** One that no file of the person has yet, also where an older journal was restored and their file says a higher number than it. */
function nextGeneration({ accessLog, people }: Pick<NodeContext, 'accessLog' | 'people'>, person: string): number {
  return Math.max(accessLog.generationOf(person), ownGeneration(people, person)) + 1;
}

/** What the file of a person says; none for one that can't be read, whose person must be revoked all the same. */
function ownGeneration(people: NodeContext['people'], person: string): number {
  try {
    return people.read(person)?.generation ?? 0;
  } catch (error) {
    if (isSfumatoError(error, 'key-invalid') || isSfumatoError(error, 'file-unreadable')) {
      return 0;
    }
    throw error;
  }
}
