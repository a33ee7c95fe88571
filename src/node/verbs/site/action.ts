import { z } from 'zod';
import { assert, SfumatoError } from '../../../base/index.ts';
import { MeterId } from '../../../budget/index.ts';
import { type Action, SignedAction } from '../../../contract/index.ts';
import { parseEpsilon } from '../../../privacy/index.ts';
import type { NodeContext } from '../../context.ts';

/** A signed action to be taken. */
export const ActionInput = z.strictObject({ signed: SignedAction });

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
export async function applyAction({ ctx, input: { signed } }: Apply): Promise<ActionReport> {
  const { action, people } = ctx.governance.judge(signed);
  if (action.site !== ctx.config.site || action.expires <= ctx.journal.nowMs()) {
    throw new SfumatoError('approval-missing', 'The action is for another site, or it has expired; sign a new one.');
  }
  const isTaken = ctx.governance.decisions.taken.has(action.id);
  // A recovery that witnesses could not all hear of is taken again until they have.
  if (isTaken && action.kind !== 'recovery') {
    throw new SfumatoError('wrong-use', 'This action was taken already.');
  }
  if (ctx.governance.decisions.declined.has(action.id)) {
    throw new SfumatoError('wrong-use', 'This decision was declined; write a new one.');
  }
  assertPossible(ctx, action);
  if (!isTaken) {
    const who = { actor: people.join(' and '), reason: action.reason };
    const { durable } = ctx.journal.append({ kind: 'action', ...who, body: { signed } });
    await (action.kind === 'grant' ? appendGrant(ctx, action, people) : durable);
  }
  if (action.kind === 'recovery') {
    await ctx.guard.recover(signed, action.body);
  }
  return { action: action.id, kind: action.kind, people };
}

/** Names that records give to parts of the program: no person may have one. */
const RESERVED: readonly string[] = ['shell', 'configuration', 'recovery', 'node'];

/** Whether an action could be done if it were signed: known before anybody signs. @throws SfumatoError `wrong-use`. */
export function assertPossible(ctx: NodeContext, action: Action): void {
  if (action.kind === 'grant') {
    grantedNano(ctx, action.body);
  }
  if (action.kind === 'decline') {
    throw new SfumatoError('wrong-use', 'A decline ends a pending decision: use `sfumato decline`.');
  }
  if (action.kind === 'enrol' && RESERVED.includes(action.body.person)) {
    throw new SfumatoError(
      'wrong-use',
      `The journal calls a part of the program ${action.body.person}; use another name.`,
    );
  }
}

/** Gives the grants that a crash kept from following their action. */
export async function finishGrants(ctx: Pick<NodeContext, 'governance' | 'budget' | 'journal'>): Promise<void> {
  for (const action of ctx.governance.decisions.grants.values()) {
    if (!ctx.budget.hasGrant(action.id)) {
      const meter = MeterId.parse(action.body.meter);
      const nanoEpsilon = nanoOf(action.body.epsilon).toString();
      const body = { meter, nanoEpsilon, action: action.id };
      await ctx.journal.append({ kind: 'grant', actor: 'recovery', reason: action.reason, body }).durable;
    }
  }
}

function appendGrant(ctx: NodeContext, action: Action, people: readonly string[]): Promise<void> {
  assert(action.kind === 'grant', 'only grants are granted');
  const { meter, epsilon } = action.body;
  const body = { meter, nanoEpsilon: nanoOf(epsilon).toString(), action: action.id };
  return ctx.journal.append({ kind: 'grant', actor: people.join(' and '), reason: action.reason, body }).durable;
}

/** What a grant gives, if the meter is known and stays under the policy's ceiling. @throws SfumatoError `wrong-use`. */
function grantedNano(ctx: NodeContext, { meter, epsilon }: Extract<Action, { kind: 'grant' }>['body']): bigint {
  const state = ctx.budget.meters().find(({ id }) => id === meter);
  const nano = nanoOf(epsilon);
  const ceiling = parseEpsilon(ctx.policy.document.disclosure.epsilonCeiling.value) ?? 0n;
  if (state === undefined || nano === 0n) {
    throw new SfumatoError('wrong-use', `A grant is of some ε on a meter of this site; see \`sfumato budget\`.`);
  }
  const after = state.grantedNano + nano;
  if (after < 0n || (meter.startsWith('block:') && after > ceiling)) {
    throw new SfumatoError('wrong-use', 'The cap would leave what the policy allows; see its epsilonCeiling.');
  }
  return nano;
}

function nanoOf(epsilon: string): bigint {
  const isLess = epsilon.startsWith('-');
  const nano = parseEpsilon(isLess ? epsilon.slice(1) : epsilon) ?? 0n;
  return isLess ? -nano : nano;
}
