import type { Bypass, Control, Fence } from '../bypass.ts';

/** A plan to be made, and a snapshot to run it on. */
const world = `
import type { Charge, Counts, Exact } from '../../../src/privacy/index.ts';
import type { Plan, PlanInput, Snapshot } from '../../../src/query/index.ts';
import type { Query } from '../../../src/contract/index.ts';

export { planned, run } from '../../../src/query/index.ts';
export type { Charge, Counts, Exact, Plan };

export declare const input: PlanInput<Query>;
export declare const snapshot: Snapshot;
export declare const charge: Charge<unknown>;
`;

const bypasses: readonly Bypass[] = [
  {
    name: 'keeps a plan beyond its request',
    error: 2322,
    says: `Type 'Plan<R>' is not assignable to type 'Plan<unknown>'`,
    code: `
import { input, type Plan, planned } from './world.ts';
export const kept: Plan<unknown>[] = [];
planned(input, (plan) => {
  kept[0] = plan;
});
`,
  },
  {
    name: 'runs something that is no plan',
    error: 2740,
    says: `from type 'Plan<unknown>'`,
    code: `
import { charge, run, snapshot } from './world.ts';
const statement = { sql: 'SELECT count(*) FROM series', parameters: [] };
export const exact = run({ plan: statement, charge, snapshot });
`,
  },
  {
    name: 'takes an objection for a plan',
    error: 2339,
    says: `Property 'cells' does not exist on type`,
    code: `
import { input, planned } from './world.ts';
export const cells = planned(input, (plan) => ({ cells: plan.keys.length })).cells;
`,
  },
  {
    name: 'takes what a run found for its numbers',
    error: 2740,
    says: 'is missing the following properties from type',
    code: `
import { type Charge, type Counts, type Plan, run, snapshot } from './world.ts';
export async function read<R>(plan: Plan<R>, charge: Charge<R>): Promise<void> {
  const counts: Counts = await run({ plan, charge, snapshot });
  counts.at(0);
}
`,
  },
  {
    name: 'gives what one plan found to another',
    error: 2322,
    says: `Type 'Exact<R1, Counts>' is not assignable to type 'Exact<R2, Counts>'`,
    code: `
import { type Charge, type Counts, type Exact, type Plan, run, snapshot } from './world.ts';
export async function pass<R1, R2>(from: Plan<R1>, charge: Charge<R1>): Promise<Exact<R2, Counts>> {
  const exact = await run({ plan: from, charge, snapshot });
  return exact;
}
`,
  },
  {
    name: 'runs a plan that is not paid for',
    error: 2345,
    says: `Property 'charge' is missing`,
    code: `
import { type Plan, run, snapshot } from './world.ts';
export const unpaid = <R>(plan: Plan<R>) => run({ plan, snapshot });
`,
  },
  {
    name: 'runs a plan under another request’s charge',
    error: 2322,
    says: `Type 'Charge<R2>' is not assignable to type 'Charge<R1>'`,
    code: `
import { type Charge, type Plan, run, snapshot } from './world.ts';
export const swapped = <R1, R2>(plan: Plan<R1>, charge: Charge<R2>) => run<R1>({ plan, charge, snapshot });
`,
  },
  ...['sealExact', 'makeMechanism', 'release', 'assertCharged'].map((name) => ({
    name: `takes ${name} from the queries`,
    error: 2305,
    says: 'has no exported member',
    code: `export { ${name} } from '../../../src/query/index.ts';\n`,
  })),
];

const controls: readonly Control[] = [
  {
    name: 'plans and runs one request',
    code: `
import { type Charge, type Counts, type Exact, input, type Plan, planned, run, snapshot } from './world.ts';
export declare function charge<R>(plan: Plan<R>): Charge<R>;
export const running = planned(input, (plan) => start(plan));
async function start<R>(plan: Plan<R>): Promise<number> {
  const exact: Exact<R, Counts> = await run({ plan, charge: charge(plan), snapshot });
  return Object.keys(exact).length;
}
`,
  },
];

/** The fence around plans and what they find. */
export const QUERY: Fence = { world, bypasses, controls };
