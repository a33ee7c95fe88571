import { canonicalJson } from '../../../base/index.ts';
import { type Action, type ReadAction, readAction, type SignedAction } from '../../../contract/index.ts';
import { ground, nameOfPolicy, notTaken } from '../../../governance/index.ts';
import { loadPolicy, type Policy } from '../../../policy/index.ts';
import type { NodeContext } from '../../context.ts';
import { assertOwnVersion } from './own-version.ts';

type Recording = Pick<NodeContext, 'journal' | 'governance'>;

/** Puts a policy's document on record, once, so that whoever reads the journal can compare it with others. */
export function recordDocument({ journal, governance }: Recording, policy: Policy): void {
  if (governance.document(nameOfPolicy(policy)) === undefined) {
    journal.append({ kind: 'document', actor: 'configuration', body: { json: canonicalJson(policy.document) } });
  }
}

/**
 * Takes in the document that comes with a policy's approval by somebody who decides on it: the very one that was signed, and the only one under its
 * hashes, which leave reasons, citations and numbers of approvals out. @throws SfumatoError `wrong-use`, also where it doesn't come
 * and is needed, or `policy-invalid`.
 */
export function takeDocument(ctx: Recording, signed: SignedAction, text: string | undefined): void {
  const read = readAction(signed);
  if (read?.signers.some((key) => ctx.governance.mayPropose(read, key)) !== true) {
    return;
  }
  if (text === undefined) {
    assertOnRecord(ctx, read.action);
    return;
  }
  const { action } = read;
  const policy = loadPolicy({ text, file: 'the policy' });
  const { name, deidentification, disclosure } = nameOfPolicy(policy);
  const isSigned =
    action.kind === 'policy' &&
    action.body.name === name &&
    action.body.deidentification === deidentification &&
    action.body.disclosure === disclosure;
  if (!isSigned) {
    throw notTaken(ground('document-other', 'The document is not the policy that was signed.'));
  }
  assertOwnVersion(ctx, action.body);
  const known = ctx.governance.document(action.body);
  if (known === undefined && !isByDecider(ctx, read)) {
    const sentence = `The document of ${name} is taken with the signature of a steward or privacy officer; have one of them approve it first (\`sfumato policy approve FILE\`).`;
    throw notTaken(ground('document-undecided', sentence, { policy: name }));
  }
  if (known !== undefined && canonicalJson(known.document) !== canonicalJson(policy.document)) {
    const sentence = `${name} is on record with other reasons, citations or approvals; hand that document in, or give this one a version of its own.`;
    throw notTaken(ground('document-reworded', sentence, { policy: name }));
  }
  recordDocument(ctx, policy);
}

/** Without its document a policy that stores as the one in force can't follow it; another waits for a start under its file. */
function assertOnRecord(ctx: Recording, action: Action): void {
  if (action.kind !== 'policy') {
    return;
  }
  assertOwnVersion(ctx, action.body);
  const { name, deidentification } = action.body;
  const isStoredAlike = ctx.governance.decisions.seen.policy?.deidentification === deidentification;
  if (isStoredAlike && ctx.governance.document(action.body) === undefined) {
    const sentence = `The document of ${name} is not on record; hand it in with the approval (\`sfumato policy approve FILE\`).`;
    throw notTaken(ground('document-missing', sentence, { policy: name }));
  }
}

/** Whether a signature under it counts: it is taken, or lacks one of the two that a policy takes whose document isn't on record. */
function isByDecider({ governance }: Recording, read: ReadAction): boolean {
  const approval = governance.approval(read);
  return 'people' in approval || approval.lacks.length === 1;
}

/** What an officer tightened is in force at once: on record, then for every plan made from now on. */
export async function putTightenedInForce(ctx: NodeContext, actor: string): Promise<void> {
  await putInForce(ctx, ctx.governance.tightened(), actor);
}

/** What two people loosened is in force from the publish on. */
export async function putWaitingInForce(ctx: NodeContext, actor: string): Promise<void> {
  await putInForce(ctx, ctx.governance.waiting(), actor);
}

/** Puts in force what a crash kept from following its approval. */
export async function finishTightening(ctx: Recording): Promise<Policy | undefined> {
  const policy = ctx.governance.tightened();
  await (policy && appendPolicy(ctx, policy, 'recovery'));
  return policy;
}

async function putInForce(ctx: NodeContext, policy: Policy | undefined, actor: string): Promise<void> {
  if (policy !== undefined) {
    const durable = appendPolicy(ctx, policy, actor);
    ctx.usePolicy(policy);
    await durable;
  }
}

function appendPolicy({ journal }: Recording, policy: Policy, actor: string): Promise<void> {
  return journal.append({ kind: 'policy', actor, body: { ...nameOfPolicy(policy) } }).durable;
}
