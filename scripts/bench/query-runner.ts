import type { Query } from '../../src/contract/index.ts';
import type { Policy } from '../../src/policy/index.ts';
import { PURE } from '../../src/privacy/index.ts';
import { exactValues } from '../../src/query/execute.ts';
import { type DeclaredFacts, isObjection, planned } from '../../src/query/index.ts';
import type { Snapshot } from '../../src/warehouse/scan.ts';

/** What a question is run on. */
export interface On {
  readonly scan: Snapshot;
  readonly policy: Policy;
  readonly sizeClass: DeclaredFacts['sizeClass'];
  /** The intake year of its patients. */
  readonly year: number;
}

/** How a question runs as a node runs it, bounds included and noise not, and its time class. */
export function runnerOf(query: Omit<Query, 'epsilon' | 'blocks'>, { scan, policy, sizeClass, year }: On) {
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
  const asked = { ...query, blocks: [year], epsilon: '1' };
  const plan = planned({ policy, query: asked, facts }, (one) => ({
    work: { question: one.question, statement: one.compiled },
    timeClassMs: one.timeClassMs,
  }));
  if (isObjection(plan)) {
    throw new Error(`${plan.code}: ${plan.detail}`);
  }
  return { run: () => exactValues(scan, plan.work), timeClassMs: plan.timeClassMs };
}
