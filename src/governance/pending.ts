import { z } from 'zod';
import { type Action, type ReadAction, readAction, SignedAction } from '../contract/index.ts';

/** The body of a `proposal` record: an action with the signatures that it has so far, which don't suffice yet. */
export const ProposalRecord = z.strictObject({ signed: SignedAction });

/** The body of a `decline` record: the action, signed as any, that ends a pending one. */
export const DeclineRecord = z.strictObject({ signed: SignedAction });

/** An action that waits for signatures. */
export interface Pending {
  readonly action: Action;
  readonly signed: SignedAction;
  readonly signers: readonly string[];
  /** When it was first handed in: milliseconds since 1970-01-01 UTC. */
  readonly sinceMs: number;
}

/** Puts the signatures of two copies of one text together; a key's later one takes the place of its earlier. */
export function mergeSigned(former: SignedAction, latter: SignedAction): SignedAction {
  const keys = new Set(latter.signatures.map(({ key }) => key));
  return {
    action: latter.action,
    signatures: [...former.signatures.filter(({ key }) => !keys.has(key)), ...latter.signatures],
  };
}

/** What a proposal makes of what is pending, or one sentence that says why it can't follow on it. */
export function proposed(
  former: Pending | undefined,
  signed: SignedAction,
  nowMs: number,
): { readonly pending: Pending } | { readonly fault: string } {
  const read: ReadAction | undefined = readAction(signed);
  if (read === undefined || read.signers.length === 0) {
    return { fault: 'a proposal bears no signature that fits' };
  }
  const keeps =
    former === undefined ||
    (former.signed.action === signed.action && former.signers.every((key) => read.signers.includes(key)));
  return keeps
    ? { pending: { ...read, signed, sinceMs: former?.sinceMs ?? nowMs } }
    : { fault: 'a proposal takes the place of another text or drops a signature' };
}
