import type { MeterState } from '../../../budget/index.ts';
import { hasEnded, membersOf } from '../../../governance/index.ts';
import {
  type AccountantFacts,
  ceilDivide,
  formatEpsilon,
  formatRho,
  type Loss,
  statedEpsilon,
} from '../../../privacy/index.ts';
import type { NodeContext } from '../../context.ts';
import { usableOf } from './together.ts';

/** The δ at which losses in zCDP are shown where none is declared. */
const SHOWN_DELTA = '0.000001';
const ATTO_PER_NANO = 10n ** 9n;

/**
 * Every meter of the site with its cap, what is spent (reserved and committed) and what is left, as the site counts: these are
 * enforced; and what was left at the end of each day on which that changed, and what the day took. Meters on which nothing is spent any more say so, and those of projects and people how much of what is left the datasets and each other let them use. Beside them what is spent by the other way of counting, which is not.
 */
export async function showBudget({ ctx }: { readonly ctx: NodeContext }) {
  const { facts } = ctx.budget.accountant();
  const other = ctx.budget.otherwise();
  const amount = facts.kind === 'pure' ? formatEpsilon : formatRho;
  const rowOf = facts.kind === 'pure' ? pureRow : zcdpRow(facts);
  const ended = endedMeters(ctx);
  const usable = usableOf(ctx, ended);
  return {
    site: ctx.config.site,
    accountant: facts,
    meters: ctx.budget.meters().map((meter) => ({
      ...rowOf(meter, other.get(meter.id) ?? 0n),
      ...(ended.has(meter.id) && { ended: true as const }),
      ...(usable.has(meter.id) && { usable: amount(usable.get(meter.id) ?? 0n) }),
      days: ctx.burnDown
        .daysOf(meter.id)
        .map(({ day, left, spent }) => ({ day, left: amount(left), spent: amount(spent) })),
    })),
  };
}

/** The meters on which nothing more is spent: of projects that have ended, and of their members who are in no other, until one takes them in. */
function endedMeters({ governance: { decisions }, journal }: NodeContext): ReadonlySet<string> {
  const nowMs = journal.nowMs();
  const members = membersOf(decisions);
  const going = new Set(members.filter(({ project }) => !hasEnded(project, nowMs)).map(({ person }) => person));
  const over = members.map(({ person }) => person).filter((person) => !going.has(person));
  const projects = [...decisions.projects.values()].filter((one) => hasEnded(one, nowMs));
  return new Set([...projects.map(({ id }) => `project:${id}`), ...over.map((person) => `analyst:${person}`)]);
}

function pureRow({ id, cap, reserved, committed, left }: MeterState, attoRho: bigint) {
  return {
    meter: id,
    cap: formatEpsilon(first(cap)),
    spent: formatEpsilon(first(reserved) + first(committed)),
    reserved: formatEpsilon(first(reserved)),
    left: formatEpsilon(first(left)),
    zcdp: {
      enforced: false,
      rho: formatEpsilon(ceilDivide(attoRho, ATTO_PER_NANO)),
      delta: Number(SHOWN_DELTA),
      epsilon: Number(statedEpsilon(attoRho, SHOWN_DELTA)),
    },
  };
}

/** In ρ. `granted` is the ε, at the declared δ, that people signed and caps follow from; `spentEpsilon` what the spent ρ comes to there. */
function zcdpRow({ delta }: Extract<AccountantFacts, { kind: 'zcdp' }>) {
  return ({ id, grantedNano, cap, reserved, committed, left }: MeterState, nanoEpsilon: bigint) => ({
    meter: id,
    granted: formatEpsilon(grantedNano),
    cap: formatRho(first(cap)),
    spent: formatRho(first(reserved) + first(committed)),
    reserved: formatRho(first(reserved)),
    left: formatRho(first(left)),
    spentEpsilon: statedEpsilon(first(reserved) + first(committed), delta),
    pure: { enforced: false, epsilon: formatEpsilon(nanoEpsilon) },
  });
}

function first([amount = 0n]: Loss): bigint {
  return amount;
}
