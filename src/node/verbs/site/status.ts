import { formatNoteKey } from '../../../base/index.ts';
import type { NodeContext } from '../../context.ts';
import type { WitnessState } from '../../witness/guard.ts';

/** How a site stands, for people on it. */
export interface StatusReport {
  readonly site: string;
  readonly records: number;
  readonly witness: WitnessState;
  readonly policy: string;
  /** What was approved and comes into force with the next publish. */
  readonly policyWaiting: string | null;
  readonly snapshot: string | null;
  readonly frozen: readonly string[];
  readonly people: readonly {
    readonly person: string;
    readonly roles: readonly string[];
    readonly site?: string;
    readonly revoked: boolean;
  }[];
  /** The site's clock, which never goes back: milliseconds since 1970-01-01 UTC. */
  readonly nowMs: number;
  /** With what checkpoints of the site's log are checked. */
  readonly logKey: string;
  /** The snapshot in use: the slot of the calendar that it was published for, and the policy whose de-identification it has. */
  readonly published: { readonly slot: string; readonly policy: string } | null;
  readonly calendar: string;
  /** How the site counts losses. */
  readonly accountant: 'pure' | 'zcdp';
  /** Of the program that runs there. */
  readonly version: string;
}

/** Says how the site stands to its witnesses, what is frozen, and who decides. */
export async function showStatus({ ctx }: { readonly ctx: NodeContext }): Promise<StatusReport> {
  const { people, frozen, revoked } = ctx.governance.decisions;
  const snapshot = ctx.catalog.snapshot();
  // A recovery names what this says; another copy of the site may have gone on since.
  await ctx.guard.look();
  return {
    site: ctx.config.site,
    records: ctx.journal.records,
    witness: ctx.guard.state(),
    policy: ctx.policy.name,
    policyWaiting: ctx.governance.waiting()?.name ?? null,
    snapshot: snapshot?.id ?? null,
    frozen: [...frozen].sort(),
    people: [...people.values()].map(({ person, key, roles, site }) => ({
      person,
      roles,
      revoked: revoked.has(key),
      ...(site !== undefined && { site }),
    })),
    nowMs: ctx.journal.nowMs(),
    logKey: formatNoteKey(ctx.notary.key),
    published: snapshot === undefined ? null : { slot: snapshot.slot, policy: snapshot.policy },
    calendar: ctx.config.calendar,
    accountant: ctx.budget.accountant().facts.kind,
    version: ctx.version,
  };
}
