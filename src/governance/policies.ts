import type { Policy } from '../policy/index.ts';
import { type ApprovedPolicy, type Decisions, type PolicyName, policyKey } from './decisions.ts';

/** The document of the policy in force, if it is on record. */
export function inForceOf({ documents, seen }: Decisions): Policy | undefined {
  return seen.policy && documents.get(policyKey(seen.policy));
}

/**
 * Whether a policy may take the place of the one in force at a start. A tightening may at once, and so may another de-identification, from
 * which nothing is answered before the next publish; what loosens the disclosure alone waits for one. Of what was
 * approved only the last may: people decided otherwise since the others.
 */
export function isSettled(policy: PolicyName, decisions: Decisions): boolean {
  const approved = latest(policy, decisions);
  if (approved === undefined || isOutdated(approved, decisions)) {
    return false;
  }
  const { snapshots, policy: now } = decisions.seen;
  const isOtherData = now?.deidentification !== policy.deidentification;
  return approved.tightening || isOtherData || snapshots > approved.snapshots || inForceOf(decisions) === undefined;
}

/** The policy in force, where a configuration still names another that may not take its place: the node goes on under it. */
export function superseding(policy: PolicyName, decisions: Decisions): Policy | undefined {
  const now = decisions.seen.policy;
  const isOther = now !== undefined && policyKey(now) !== policyKey(policy);
  const isKnown = latest(policy, decisions) !== undefined || decisions.documents.has(policyKey(policy));
  return isOther && isKnown && !isSettled(policy, decisions) ? inForceOf(decisions) : undefined;
}

/** What two people approved last, of the same de-identification as the policy in force and with its document on record. */
export function waiting(decisions: Decisions): Policy | undefined {
  const now = decisions.seen.policy;
  const last = decisions.policies.at(-1);
  const isWaiting =
    now !== undefined &&
    last !== undefined &&
    !last.tightening &&
    policyKey(last) !== policyKey(now) &&
    last.deidentification === now.deidentification;
  return isWaiting ? decisions.documents.get(policyKey(last)) : undefined;
}

/** What one officer approved last and is to be in force at once: it tightens the disclosure of the policy in force. */
export function tightened(decisions: Decisions): Policy | undefined {
  const now = decisions.seen.policy;
  const last = decisions.policies.at(-1);
  const isDue =
    now !== undefined &&
    last?.from !== undefined &&
    last.tightening &&
    policyKey(last.from) === policyKey(now) &&
    last.deidentification === now.deidentification;
  return isDue ? decisions.documents.get(policyKey(last)) : undefined;
}

/** How a policy that is not in force was decided on: never, before others were approved, or last. */
export type PolicyApproval = 'none' | 'outdated' | 'last';

export function approvalOfPolicy(policy: PolicyName, decisions: Decisions): PolicyApproval {
  const approved = latest(policy, decisions);
  if (approved === undefined) {
    return 'none';
  }
  return isOutdated(approved, decisions) ? 'outdated' : 'last';
}

function isOutdated(approved: ApprovedPolicy, { policies }: Decisions): boolean {
  const last = policies.at(-1);
  return last !== undefined && policyKey(last) !== policyKey(approved);
}

function latest(policy: PolicyName, { policies }: Decisions): ApprovedPolicy | undefined {
  return policies.findLast((one) => policyKey(one) === policyKey(policy));
}
