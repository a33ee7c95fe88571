import type { SfumatoError } from '../../../base/index.ts';
import type { ReadAction } from '../../../contract/index.ts';
import { type Governance, ground, notTaken } from '../../../governance/index.ts';

/**
 * What is said of a pending decision that somebody signed who decides here no more, or by another key. It bears that signature for good, so
 * nobody can take it; `undefined` for one that can be taken.
 */
export function signerGone(governance: Pick<Governance, 'mayPropose'>, pending: ReadAction): SfumatoError | undefined {
  if (pending.signers.every((key) => governance.mayPropose(pending, key))) {
    return undefined;
  }
  const sentence =
    'A key that signed this before belongs to nobody who is enrolled here now, or was revoked, so it can’t be taken any more, whoever signs: decline it, and write it anew.';
  return notTaken(ground('signer-unknown', sentence), 'approval-missing');
}
