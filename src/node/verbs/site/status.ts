import type { NodeContext } from '../../context.ts';
import type { WitnessState } from '../../witness/guard.ts';

/** How a site stands, for people on it. */
export interface StatusReport {
  readonly site: string;
  readonly records: number;
  readonly witness: WitnessState;
  readonly policy: string;
  readonly snapshot: string | null;
  readonly frozen: readonly string[];
  readonly people: readonly { readonly person: string; readonly roles: readonly string[] }[];
}

/** Says how the site stands to its witnesses, what is frozen, and who decides. */
export async function showStatus({ ctx }: { readonly ctx: NodeContext }): Promise<StatusReport> {
  const { people, frozen } = ctx.governance.decisions;
  return {
    site: ctx.config.site,
    records: ctx.journal.records,
    witness: ctx.guard.state(),
    policy: ctx.policy.name,
    snapshot: ctx.catalog.snapshot()?.id ?? null,
    frozen: [...frozen].sort(),
    people: [...people.values()].map(({ person, roles }) => ({ person, roles })),
  };
}
