import { nameOfPolicy, type PolicyName } from '../../../governance/index.ts';
import { diffPolicies, type PolicyDiff } from '../../../policy/index.ts';
import type { NodeContext } from '../../context.ts';
import { knownPolicies } from './compare.ts';

/** A policy that people approved, or that is in force. */
export interface PolicyReport extends PolicyName {
  readonly inForce: boolean;
  /** It comes into force with the next publish. */
  readonly waiting: boolean;
  /** How it differs from the policy in force, where its document is on record. */
  readonly diff?: PolicyDiff;
}

/** The policies of which a site has the document, and what putting each in force would change. */
export async function listPolicies({ ctx }: { readonly ctx: NodeContext }): Promise<{
  policies: readonly PolicyReport[];
}> {
  const { governance, policy: now } = ctx;
  const waiting = governance.waiting();
  return {
    policies: knownPolicies(ctx).map((one) => ({
      ...nameOfPolicy(one),
      inForce: one === now,
      waiting: one === waiting,
      ...(one !== now && { diff: diffPolicies(now, one) }),
    })),
  };
}
