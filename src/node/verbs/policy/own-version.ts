import { ground, nameOfPolicy, notTaken, type PolicyName, policyKey } from '../../../governance/index.ts';
import type { NodeContext } from '../../context.ts';

/**
 * A version is never edited once it is published: the document that was on record first keeps its name. What was approved before this was
 * looked at may be approved again. @throws SfumatoError `wrong-use`.
 */
export function assertOwnVersion({ governance }: Pick<NodeContext, 'governance'>, policy: PolicyName): void {
  const { documents, policies, seen } = governance.decisions;
  const first = [...documents.values()].find(({ name }) => name === policy.name);
  const known = [first && nameOfPolicy(first), seen.policy].find((one) => one?.name === policy.name);
  const isOther = known !== undefined && policyKey(known) !== policyKey(policy);
  if (isOther && !policies.some((one) => policyKey(one) === policyKey(policy))) {
    const sentence = `${policy.name} is on record with other rules; give the changed policy a version of its own.`;
    throw notTaken(ground('policy-edited', sentence, { policy: policy.name }));
  }
}
