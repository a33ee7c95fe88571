import type { Objection, Query } from '../../../src/contract/index.ts';
import type { Policy } from '../../../src/policy/index.ts';
import { PURE } from '../../../src/privacy/index.ts';
import type { DeclaredFacts, Outline } from '../../../src/query/index.ts';
import { isObjection, planned } from '../../../src/query/index.ts';
import type { BoundStatement } from '../../../src/warehouse/scan.ts';

/** Facts of a site whose project may use every field. */
export function declared(policy: Policy, more: Partial<DeclaredFacts> = {}): DeclaredFacts {
  return {
    site: 'north',
    project: 'lung',
    purpose: 'tests of the planner',
    purposeClass: 'research',
    fields: [...policy.columns.keys()],
    sizeClass: 'small',
    blocks: [2024, 2025, 2026],
    snapshot: '0'.repeat(32),
    accountant: PURE,
    ...more,
  };
}

/** A plan as tests look at it. */
export type PlanSeen = Outline & { readonly compiled: BoundStatement };

/** The plan of a question, or the objection to it. */
export function planOrObjection(policy: Policy, query: Query, facts = declared(policy)): PlanSeen | Objection {
  return planned<PlanSeen>({ policy, query, facts }, (one) => one);
}

/** The plan of a question that must have one. */
export function planOf(policy: Policy, query: Query, facts = declared(policy)): PlanSeen {
  const plan = planOrObjection(policy, query, facts);
  if (isObjection(plan)) {
    throw new Error(`${plan.code}: ${plan.detail}`);
  }
  return plan;
}
