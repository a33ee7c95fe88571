import type { Query } from '../../src/contract/index.ts';
import type { Policy } from '../../src/policy/index.ts';
import { PURE } from '../../src/privacy/index.ts';
import { exactValues } from '../../src/query/execute.ts';
import { type DeclaredFacts, isObjection, type Plan, planned } from '../../src/query/index.ts';
import type { Snapshot } from '../../src/warehouse/scan.ts';

/** What a question is run on. */
export interface On {
  readonly scan: Snapshot;
  readonly policy: Policy;
  readonly sizeClass: DeclaredFacts['sizeClass'];
  /** The intake year of its patients. */
  readonly year: number;
}

/** A question as a node plans it, handed to `use`. */
export function plannedOn<T>(
  query: Omit<Query, 'blocks'>,
  { policy, sizeClass, year }: Omit<On, 'scan'>,
  use: <R>(plan: Plan<R>) => T,
): T {
  const facts: DeclaredFacts = {
    site: 'bench',
    project: 'bench',
    purpose: 'bench',
    purposeClass: 'research',
    fields: [...policy.columns.keys()],
    sizeClass,
    blocks: [year],
    snapshot: '0'.repeat(32),
    accountant: PURE,
  };
  const plan = planned({ policy, query: { ...query, blocks: [year] }, facts }, use);
  if (isObjection(plan)) {
    throw new Error(`${plan.code}: ${plan.detail}`);
  }
  return plan;
}

/** How a question runs as a node runs it, bounds included and noise not, and its time class. */
export function runnerOf(query: Omit<Query, 'epsilon' | 'blocks'>, on: On) {
  return plannedOn({ ...query, epsilon: '1' }, on, ({ question, compiled: statement, timeClassMs }) => ({
    run: () => exactValues(on.scan, { question, statement }),
    timeClassMs,
  }));
}
