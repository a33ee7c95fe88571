import type { z } from 'zod';
import { canonicalJson, LIMITS } from '../../../base/index.ts';
import { type Action, type ReadAction, readAction, type SignedAction } from '../../../contract/index.ts';
import {
  actorOf,
  ground,
  mergeSigned,
  nameOfPolicy,
  notTaken,
  policyKey,
  type Seat,
} from '../../../governance/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { NodeContext } from '../../context.ts';
import { takeDocument } from '../policy/in-force.ts';
import { ActionInput, applyAction, assertHere, assertOpen, assertPossible } from './apply.ts';
import { signerGone } from './signer-gone.ts';

/** A decision with at least one signature. */
export const SubmitInput = ActionInput;

interface Submit {
  readonly ctx: NodeContext;
  readonly input: z.infer<typeof SubmitInput>;
}

/** How a decision stands after it was handed in. */
export interface SubmitReport {
  readonly action: string;
  readonly kind: Action['kind'];
  readonly state: 'taken' | 'pending';
  /** Of a decision that was taken: whose signatures it bears. */
  readonly people: readonly string[];
  /** Of a pending one: what is missing, as a sentence, and who may still sign. */
  readonly missing?: string;
  /** Of a pending one: the seats that are still open, each by the roles that may take it. */
  readonly lacks?: readonly Seat[];
  readonly mayStill: readonly string[];
  /** Of a policy that was approved: when it is in force, as a sentence, and by a word. */
  readonly inForce?: string;
  readonly inForceFrom?: InForceFrom;
}

/** When an approved policy is in force: at once, from the next publish on, or after a start, an ingest and a publish under it. */
export type InForceFrom = 'now' | 'publish' | 'start';

/**
 * Hands a decision in: adds its signatures to those that it has already, and takes it once they suffice; until then it is pending, on
 * record. What was handed in twice counts once. @throws SfumatoError `approval-missing` or `wrong-use`.
 */
export async function submitAction({ ctx, input }: Submit): Promise<SubmitReport> {
  const former = formerOf(ctx, input.signed);
  const signed = former === undefined ? input.signed : mergeSigned(former.signed, input.signed);
  const read = proposable(ctx, signed);
  takeDocument(ctx, signed, input.document);
  const approval = ctx.governance.approval(read);
  const { id: action, kind } = read.action;
  if ('people' in approval) {
    const { people } = await applyAction({ ctx, input: { signed } });
    return { action, kind, state: 'taken', people, mayStill: [], ...inForceOf(ctx, read.action) };
  }
  assertPossible(ctx, read.action);
  assertNotAgain(ctx, read.action);
  if (read.signers.some((key) => former?.signers.includes(key) !== true)) {
    const actor = actorOf(ctx.governance.namesOf(read));
    const { durable } = ctx.journal.append({ kind: 'proposal', actor, reason: read.action.reason, body: { signed } });
    await durable;
  }
  return {
    action,
    kind,
    state: 'pending',
    people: ctx.governance.namesOf(read),
    missing: approval.missing,
    lacks: approval.lacks,
    mayStill: ctx.governance.mayStillSign(read),
  };
}

/** Two people who write the same decision instead of signing one would both wait for ever. @throws SfumatoError `wrong-use`. */
function assertNotAgain({ governance, journal }: NodeContext, { id, kind, body }: Action): void {
  const same = [...governance.decisions.pending.values()].find(
    (one) =>
      one.action.id !== id &&
      one.action.kind === kind &&
      one.action.expires > journal.nowMs() &&
      canonicalJson({ ...one.action.body }) === canonicalJson({ ...body }) &&
      signerGone(governance, one) === undefined,
  );
  if (same !== undefined) {
    const by = governance.namesOf(same);
    const sentence = `The same waits for signatures as ${same.action.id}, signed by ${by.join(' and ')}, because “${same.action.reason}”; sign that one (\`sfumato approve\`), or decline it first.`;
    const { id: waits, reason } = same.action;
    throw notTaken(ground('pending-same', sentence, { action: waits, people: by.join(', '), reason }));
  }
}

function inForceOf({ policy, governance }: NodeContext, action: Action): Pick<SubmitReport, 'inForce' | 'inForceFrom'> {
  if (action.kind !== 'policy') {
    return {};
  }
  const isIt = (one: Policy | undefined): boolean =>
    one !== undefined && policyKey(nameOfPolicy(one)) === policyKey(action.body);
  const { name } = action.body;
  if (isIt(policy)) {
    return { inForce: `${name} is in force.`, inForceFrom: 'now' };
  }
  if (isIt(governance.waiting())) {
    return { inForce: `${name} is in force from the next publish on.`, inForceFrom: 'publish' };
  }
  const inForce = `${name} stores otherwise: it is in force once the configuration names it, the node was started, and an ingest and a publish were made under it.`;
  return { inForce, inForceFrom: 'start' };
}

function formerOf({ governance }: NodeContext, signed: SignedAction) {
  const id = readAction(signed)?.action.id ?? '';
  const former = governance.decisions.pending.get(id);
  if (former !== undefined && former.signed.action !== signed.action) {
    throw notTaken(ground('pending-other', 'Another decision is pending under this id; write a new one.'));
  }
  const gone = former && signerGone(governance, former);
  if (gone !== undefined) {
    throw gone;
  }
  return former;
}

/** What may be handed in: in its form, for this site, in time, not decided, and signed by people who may. */
function proposable(ctx: NodeContext, signed: SignedAction): ReadAction {
  const { config, governance, journal } = ctx;
  const read = readAction(signed);
  if (read !== undefined) {
    assertHere(config.site, read.action);
  }
  if (read === undefined || read.signers.length === 0) {
    const sentence = 'This is no decision that somebody enrolled here has signed, or a signature does not fit it.';
    throw notTaken(ground('not-signed', sentence), 'approval-missing');
  }
  assertSigners(governance, read);
  assertOpen(ctx, read.action);
  const { id, kind } = read.action;
  if (kind === 'decline') {
    const sentence = 'A decline is not handed in, it ends a pending decision: use `sfumato decline`.';
    throw notTaken(ground('decline-apart', sentence));
  }
  const { pending, taken } = governance.decisions;
  if (taken.has(id) && 'missing' in governance.approval(read)) {
    throw notTaken(ground('taken-already', 'This decision was taken already.'));
  }
  const open = [...pending.values()].filter(({ action }) => action.expires > journal.nowMs());
  if (!pending.has(id) && open.length >= LIMITS.pendingActionsMax) {
    const sentence = 'Too many decisions wait for signatures; sign or decline some first.';
    throw notTaken(ground('pending-too-many', sentence));
  }
  return read;
}

/** @throws SfumatoError `approval-missing` where somebody signed who decides nothing here. */
function assertSigners(governance: NodeContext['governance'], read: ReadAction): void {
  const key = read.signers.find((one) => !governance.mayPropose(read, one));
  if (key !== undefined) {
    const why =
      governance.revokedAt(key) === undefined
        ? 'is not that of anybody enrolled here who decides; sign with a key that `sfumato people list` shows, or have this one enrolled (`sfumato people enrol`).'
        : 'was revoked here; sign with the key that is enrolled in its place.';
    throw notTaken(ground('signer-unknown', `The key ${key}, which signed, ${why}`), 'approval-missing');
  }
}
