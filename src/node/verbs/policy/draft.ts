import { z } from 'zod';
import { nameOfPolicy, type PolicyName } from '../../../governance/index.ts';
import { diffPolicies, loadPolicy, type PolicyDiff } from '../../../policy/index.ts';
import type { NodeContext } from '../../context.ts';
import { assertOwnVersion } from './own-version.ts';

/** The text of a policy document. */
export const DraftInput = z.strictObject({
  document: z.string().min(1),
  /** It is about to be approved: what could not be is refused before anybody signs. */
  toApprove: z.boolean().default(false),
});

interface Draft {
  readonly ctx: Pick<NodeContext, 'policy' | 'governance'>;
  readonly input: z.infer<typeof DraftInput>;
}

/** A policy that isn't on record yet: what an approval of it names, and what putting it in force would change. */
export interface DraftReport extends PolicyName {
  /** The policy in force, of which it would take the place. */
  readonly from: PolicyName;
  readonly diff: PolicyDiff;
}

/** Reads a policy document and compares it with the policy in force; records nothing of it. @throws SfumatoError `policy-invalid`, `wrong-use`. */
export async function draftPolicy({ ctx, input: { document, toApprove } }: Draft): Promise<DraftReport> {
  const { policy: now, governance } = ctx;
  const next = loadPolicy({ text: document, file: 'the policy' });
  const name = nameOfPolicy(next);
  if (toApprove) {
    assertOwnVersion({ governance }, name);
  }
  return { ...name, from: nameOfPolicy(now), diff: diffPolicies(now, next) };
}
