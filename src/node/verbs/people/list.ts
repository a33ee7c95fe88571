import { type Replaceable, replaceableIn } from '../../../governance/index.ts';
import type { NodeContext } from '../../context.ts';

/** Somebody who decides here, or may ask. */
export interface PersonReport {
  readonly person: string;
  readonly key: string;
  readonly roles: readonly string[];
  /** Of an officer of another site: which. */
  readonly site?: string;
  readonly revoked: boolean;
}

interface PeopleReport extends Replaceable {
  readonly people: readonly PersonReport[];
}

/** Everybody enrolled at a site, by name, and whether they could replace one of them. */
export async function listPeople({ ctx }: { readonly ctx: NodeContext }): Promise<PeopleReport> {
  const { people, revoked } = ctx.governance.decisions;
  const all = [...people.values()].map(({ person, key, roles, site }) => ({
    person,
    key,
    roles,
    revoked: revoked.has(key),
    ...(site !== undefined && { site }),
  }));
  return {
    people: all.sort((one, other) => (one.person < other.person ? -1 : 1)),
    ...replaceableIn(ctx.governance.decisions),
  };
}
