import { analystMeter, type MeterId, projectMeter, type Spending } from '../../../budget/index.ts';
import { formatEpsilon, formatRho, type Loss } from '../../../privacy/index.ts';
import type { NodeContext } from '../../context.ts';

/** One dataset in one project by one person: what they spent on it, and what all three meters still let them. */
export interface Together {
  /** The meter of the dataset. */
  readonly dataset: string;
  readonly project: string;
  readonly person: string;
  readonly spent: string;
  /** Part of what is spent: set aside for questions that are under way. */
  readonly reserved: string;
  readonly left: string;
}

/**
 * What each person spent in each project on each dataset, and what is left: the least of the three meters. Everybody who is a
 * member has a line for each dataset, also without a question. Amounts in the site's way of counting, as decimal strings.
 */
export async function showTogether({ ctx }: { readonly ctx: NodeContext }) {
  const { budget, governance } = ctx;
  const { facts } = budget.accountant();
  const format = facts.kind === 'pure' ? formatEpsilon : formatRho;
  const sums = new Map([...memberRows(ctx)].map((row) => [keyOf(row), { ...row, spent: 0n, reserved: 0n }]));
  for (const spending of budget.spendings()) {
    for (const dataset of spending.meters.filter(isBlock)) {
      const row = { dataset, project: spending.project, person: governance.personOf(spending.key) ?? '' };
      const sum = sums.get(keyOf(row)) ?? { ...row, spent: 0n, reserved: 0n };
      sums.set(keyOf(row), { ...sum, ...added(sum, spending) });
    }
  }
  const together: readonly Together[] = [...sums.values()].map(({ spent, reserved, ...row }) => ({
    ...row,
    spent: format(spent),
    reserved: format(reserved),
    left: format(leastLeft(ctx, row)),
  }));
  return { site: ctx.config.site, accountant: facts, together };
}

/**
 * What can still be spent of the meters of projects and people: each question is charged to a dataset, a project and a person at once, so that
 * it is what the best of these together lets them. Meters that no member's question would be charged to now aren't in it.
 */
export function usableOf(ctx: NodeContext, ended: ReadonlySet<string>): ReadonlyMap<string, bigint> {
  const usable = new Map<string, bigint>();
  for (const row of memberRows(ctx)) {
    const own = [projectMeter(row.project), analystMeter(row.person)];
    const left = own.some((meter) => ended.has(meter)) ? 0n : leastLeft(ctx, row);
    for (const meter of own) {
      usable.set(meter, left > (usable.get(meter) ?? 0n) ? left : (usable.get(meter) ?? 0n));
    }
  }
  return usable;
}

interface Row {
  readonly dataset: MeterId;
  readonly project: string;
  readonly person: string;
}

function* memberRows({ budget, governance }: NodeContext): Generator<Row> {
  const datasets = budget.meters().flatMap(({ id }) => (isBlock(id) ? [id] : []));
  for (const { id: project, members } of governance.decisions.projects.values()) {
    for (const person of new Set(members.map((member) => member.person))) {
      yield* datasets.map((dataset) => ({ dataset, project, person }));
    }
  }
}

function added(sum: { readonly spent: bigint; readonly reserved: bigint }, { loss, end }: Spending) {
  const amount = first(loss);
  return { spent: sum.spent + amount, reserved: sum.reserved + (end === undefined ? amount : 0n) };
}

function leastLeft({ budget }: NodeContext, { dataset, project, person }: Row): bigint {
  return first(budget.left([dataset, projectMeter(project), analystMeter(person)]));
}

function keyOf({ dataset, project, person }: Row): string {
  return `${dataset} ${project} ${person}`;
}

function isBlock(meter: MeterId): boolean {
  return meter.startsWith('block:');
}

function first([amount = 0n]: Loss): bigint {
  return amount;
}
