import { z } from 'zod';
import { LIMITS } from '../../../base/index.ts';
import { MeterId } from '../../../budget/index.ts';
import { type Action, requirePlainText, SignedAction } from '../../../contract/index.ts';
import {
  actorOf,
  type Given,
  ground,
  KIND_NAMES,
  notTaken,
  type PolicyName,
  secondKey,
} from '../../../governance/index.ts';
import { formatEpsilon, parseEpsilon } from '../../../privacy/index.ts';
import type { NodeContext } from '../../context.ts';
import { reservedOf } from '../../reserved-names.ts';
import { putTightenedInForce, takeDocument } from '../policy/in-force.ts';
import { assertOwnVersion } from '../policy/own-version.ts';
import { assertFreezable } from './freezable.ts';

/** A signed action to be taken. */
export const ActionInput = z.strictObject({
  signed: SignedAction,
  /** Of a policy: its document, as its file has it. */
  document: z.string().max(LIMITS.bodyBytesMax).optional(),
});

interface Apply {
  readonly ctx: NodeContext;
  readonly input: z.infer<typeof ActionInput>;
}

/** What was done, and by whom. */
export interface ActionReport {
  readonly action: string;
  readonly kind: Action['kind'];
  readonly people: readonly string[];
}

/** Takes an action that the right people signed: records it with their signatures, and does it. @throws SfumatoError `approval-missing`. */
export async function applyAction({ ctx, input: { signed, document } }: Apply): Promise<ActionReport> {
  takeDocument(ctx, signed, document);
  await assertRecovers(ctx, signed);
  const { action, people } = ctx.governance.judge(signed);
  assertOpen(ctx, action);
  assertPossible(ctx, action);
  if (!ctx.governance.decisions.taken.has(action.id)) {
    await record(ctx, { signed, action, people });
  }
  if (action.kind === 'recovery') {
    await ctx.guard.recover(signed, action.body);
  }
  return { action: action.id, kind: action.kind, people };
}

/** A recovery is held against what the witness keeps now, before it is on record; whoever may not decide it has nobody asked. */
async function assertRecovers({ governance, guard }: NodeContext, signed: SignedAction): Promise<void> {
  const { action } = governance.judge(signed);
  if (action.kind === 'recovery') {
    await guard.assertRecovers(action.body);
  }
}

/** Names the site that a decision was signed for, where that is another. @throws SfumatoError `approval-missing`. */
export function assertHere(here: string, { site }: Action): void {
  if (site !== here) {
    const sentence = `This was signed for the site ${site}, and this is ${here}: hand it in there, or have another signed for this site.`;
    throw notTaken(ground('elsewhere', sentence, { site, here }), 'approval-missing');
  }
}

/** Whether an action is for this site, in time and not decided yet. @throws SfumatoError `approval-missing` or `wrong-use`. */
export function assertOpen({ config, governance, journal }: NodeContext, action: Action): void {
  assertHere(config.site, action);
  if (action.expires <= journal.nowMs()) {
    throw notTaken(ground('expired', 'The decision has expired; sign a new one.'), 'approval-missing');
  }
  // A recovery that witnesses could not all hear of is taken again until they have.
  if (governance.decisions.taken.has(action.id) && action.kind !== 'recovery') {
    throw notTaken(ground('taken-already', 'This decision was taken already.'));
  }
  if (governance.decisions.declined.has(action.id)) {
    throw notTaken(ground('declined-already', 'This decision was declined; write a new one.'));
  }
  // What is on record already stays what it is.
  if (!governance.decisions.taken.has(action.id)) {
    requirePlainText(action);
  }
}

/** Puts an action and all that follows from it on record, in one turn: what a crash keeps from following, the next start adds. */
async function record(ctx: NodeContext, { signed, action, people }: Recorded): Promise<void> {
  const actor = actorOf(people);
  const entry = ctx.journal.append({ kind: 'action', actor, reason: action.reason, body: { signed } });
  const grants = ctx.governance.decisions.given.filter(({ action: id }) => id === action.id);
  const inForce = action.kind === 'policy' ? putTightenedInForce(ctx, actor) : undefined;
  await Promise.all([entry.durable, inForce, ...grants.flatMap((given) => appendGrant(ctx, given, actor) ?? [])]);
}

interface Recorded {
  readonly signed: SignedAction;
  readonly action: Action;
  readonly people: readonly string[];
}

/** Whether an action could be done if it were signed: known before anybody signs. @throws SfumatoError `wrong-use`. */
export function assertPossible(ctx: NodeContext, action: Action): void {
  const why = ctx.governance.impossible(action);
  if (why !== undefined) {
    throw notTaken(why, 'wrong-use', `The ${KIND_NAMES[action.kind]} can’t be done: ${why.sentence}.`);
  }
  if (action.kind === 'unfreeze' && !ctx.governance.decisions.frozen.has(action.body.scope)) {
    const { scope } = action.body;
    throw notTaken(ground('frozen-not', `Nothing is frozen as ${scope}; see \`sfumato incident list\`.`, { scope }));
  }
  if (action.kind === 'freeze') {
    assertFreezable(ctx, action.body);
  }
  if (action.kind === 'grant') {
    assertGrantable(ctx, action.body);
  }
  if (action.kind === 'policy') {
    assertOwnVersion(ctx, action.body);
    assertCeiling(ctx, action.body);
  }
  if (action.kind === 'project' || action.kind === 'amend') {
    assertTerms(ctx, action.body);
  }
  if (action.kind === 'decline') {
    throw notTaken(ground('decline-apart', 'A decline ends a pending decision: use `sfumato decline`.'));
  }
  if (action.kind === 'enrol') {
    assertName([action.body]);
  }
}

/** Whether nobody takes the name of a part of the program. @throws SfumatoError `wrong-use`. */
function assertName(people: readonly { readonly person: string }[]): void {
  const { person } = reservedOf(people) ?? {};
  if (person !== undefined) {
    const sentence = `The journal calls a part of the program ${person}; use another name.`;
    throw notTaken(ground('name-reserved', sentence, { person }));
  }
}

/** Gives the grants that a crash kept from following their action. */
export async function finishGrants(ctx: Pick<NodeContext, 'governance' | 'budget' | 'journal'>): Promise<void> {
  for (const given of ctx.governance.decisions.given) {
    await appendGrant(ctx, given, 'recovery');
  }
}

/** Gives what an action gives, once; a first cap only to a meter that has none. */
function appendGrant(
  ctx: Pick<NodeContext, 'budget' | 'journal'>,
  given: Given,
  actor: string,
): Promise<void> | undefined {
  const meter = MeterId.parse(given.meter);
  const isGiven = ctx.budget.hasGrant(given.action, meter);
  if (isGiven || (given.first && ctx.budget.meters().some(({ id }) => id === meter))) {
    return undefined;
  }
  const body = { meter, nanoEpsilon: nanoOf(given.epsilon).toString(), action: given.action };
  return ctx.journal.append({ kind: 'grant', actor, reason: given.reason, body }).durable;
}

/** A project is for fields of the policy, has budget, and has not ended before it begins. @throws SfumatoError `wrong-use`. */
function assertTerms({ policy, journal, governance }: NodeContext, terms: Terms): void {
  const now = journal.nowMs();
  const strange = (terms.fields ?? []).find((field) => !policy.columns.has(field));
  if (strange !== undefined) {
    const values = { policy: policy.name, field: strange };
    throw notTaken(ground('field-unknown', `${policy.name} has no field ${strange}.`, values));
  }
  const ends = [terms.ends, terms.ethics?.expires, ...(terms.members ?? []).map(({ expires }) => expires)];
  if (ends.some((end) => end !== undefined && end <= now)) {
    const sentence = 'The project’s end, its ethics approval or a member’s key is over already.';
    throw notTaken(ground('terms-over', sentence));
  }
  assertName(terms.members ?? []);
  const person = secondKey(terms.members ?? [], governance.decisions, now);
  if (person !== undefined) {
    const sentence = `${person} has another key in use; name that one, or revoke it first.`;
    throw notTaken(ground('key-second', sentence, { person }));
  }
  const asked = terms.epsilon === undefined ? [] : [terms.epsilon.project, terms.epsilon.analyst];
  if (asked.some((epsilon) => nanoOf(epsilon) === 0n)) {
    const sentence = 'A project asks for some ε, for itself and for each member.';
    throw notTaken(ground('terms-without-budget', sentence));
  }
}

/** What each new intake block is given must stay under the ceiling of a policy that comes into force here. @throws SfumatoError `wrong-use`. */
function assertCeiling({ governance, config }: NodeContext, name: PolicyName): void {
  const ceiling = governance.document(name)?.document.disclosure.epsilonCeiling.value;
  if (ceiling !== undefined && nanoOf(config.standingGrant.epsilon) > nanoOf(ceiling)) {
    const sentence = `${name.name} lets an intake year lose at most ε ${ceiling}; lower standingGrant in the configuration and start again first.`;
    throw notTaken(ground('ceiling-below-standing', sentence, { policy: name.name, ceiling }));
  }
}

type Asked = Extract<Action, { kind: 'project' }>['body'];
type Terms = { readonly [K in keyof Asked]?: Asked[K] | undefined };

/** Whether the meter of a grant is known and stays under the policy’s ceiling. @throws SfumatoError `wrong-use`. */
function assertGrantable(ctx: NodeContext, { meter, epsilon }: Extract<Action, { kind: 'grant' }>['body']): void {
  const state = ctx.budget.meters().find(({ id }) => id === meter);
  const nano = nanoOf(epsilon);
  const ceiling = parseEpsilon(ctx.policy.document.disclosure.epsilonCeiling.value) ?? 0n;
  if (state === undefined) {
    const sentence = `There is no budget ${meter} at this site; see \`sfumato budget\`.`;
    throw notTaken(ground('meter-unknown', sentence, { meter }));
  }
  if (nano === 0n) {
    const sentence = 'A change of 0 changes nothing; name some ε, such as 2.5 or -2.5.';
    throw notTaken(ground('grant-of-nothing', sentence));
  }
  const [now, after] = [formatEpsilon(state.grantedNano), state.grantedNano + nano];
  if (after < 0n) {
    const sentence = `The cap would fall below 0: ε ${now} is granted now, and no more can be taken.`;
    throw notTaken(ground('grant-below-zero', sentence, { now }));
  }
  if (meter.startsWith('block:') && after > ceiling) {
    const most = `at most ε ${formatEpsilon(ceiling)}, as epsilonCeiling of ${ctx.policy.name} says; ε ${now} is granted now`;
    const sentence = `The cap would be ε ${formatEpsilon(after)}, and an intake year may lose ${most}.`;
    const values = { after: formatEpsilon(after), ceiling: formatEpsilon(ceiling), now };
    throw notTaken(ground('grant-above-ceiling', sentence, values));
  }
}

function nanoOf(epsilon: string): bigint {
  const isLess = epsilon.startsWith('-');
  const nano = parseEpsilon(isLess ? epsilon.slice(1) : epsilon) ?? 0n;
  return isLess ? -nano : nano;
}
