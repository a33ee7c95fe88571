import { z } from 'zod';
import { invite, PATHS, takeFactors } from '../../../access/index.ts';
import { didYouMean, LIMITS, SfumatoError } from '../../../base/index.ts';
import { Id } from '../../../contract/index.ts';
import type { Actor } from '../../../governance/index.ts';
import type { NodeContext } from '../../context.ts';
import { assertKnown } from './known.ts';
import { onRecord } from './on-record.ts';

const HOUR_MS = 3_600_000;

/** Who is let set up how they sign in, and for how many hours. */
export const InviteInput = z.strictObject({
  person: Id,
  hours: z
    .int()
    .min(1)
    .max(LIMITS.invitationMsMax / HOUR_MS),
});

interface Invite {
  readonly ctx: Pick<
    NodeContext,
    'config' | 'people' | 'sessions' | 'journal' | 'accessLog' | 'clock' | 'entropy' | 'governance'
  >;
  readonly actor: Actor;
  readonly input: z.infer<typeof InviteInput>;
}

/** A code with which a person sets up their sign-in, once. */
export interface Invitation {
  readonly person: string;
  readonly invitation: string;
  /** Where it is entered, on the site's pages. */
  readonly path: string;
  /** ISO 8601, by the clock. */
  readonly expires: string;
  /** Where nobody of that name is enrolled, and others are: it may be a slip. */
  readonly warning?: string;
}

/** Invites a person; what they sign in with until now goes on until the code is used. @throws SfumatoError `wrong-use` or `key-invalid`. */
export async function invitePerson({ ctx, actor, input }: Invite): Promise<Invitation> {
  assertLocal(ctx);
  // A file that can't be deleted or read is found before anything is on record.
  ctx.people.removeRevoked(input.person);
  ctx.people.read(input.person);
  const invited = await onRecord(ctx, { actor, change: 'invited', person: input.person }, () =>
    invitationOf(ctx, input),
  );
  return { ...invited, ...warningOf(ctx, input.person) };
}

function warningOf({ governance }: Invite['ctx'], person: string): Pick<Invitation, 'warning'> {
  const { people } = governance.decisions;
  if (people.size === 0 || people.has(person)) {
    return {};
  }
  const near = didYouMean(person, people.keys()) || '.';
  return {
    warning: `Nobody called ${person} is enrolled here${near} Until somebody is, whoever uses the code has no role; if it is a slip, \`sfumato access revoke ${person}\` takes it back.`,
  };
}

/**
 * The same for somebody who was invited before, and takes from them all that they sign in with now, which ends their sessions. A name
 * that nobody has is a slip: whoever was meant would keep what should be taken. @throws SfumatoError `wrong-use` or `key-invalid`.
 */
export async function resetPerson({ ctx, actor, input }: Invite): Promise<Invitation> {
  assertLocal(ctx);
  assertKnown(ctx, input.person);
  ctx.people.read(input.person);
  return await onRecord(ctx, { actor, change: 'reset', person: input.person }, () => {
    takeFactors(input.person, ctx.people);
    ctx.sessions.endAllOf(input.person);
    return invitationOf(ctx, input);
  });
}

function invitationOf(ctx: Invite['ctx'], { person, hours }: Invite['input']): Invitation {
  const [now, validMs] = [{ nowMs: ctx.journal.nowMs(), wallMs: ctx.clock.wallMs() }, hours * HOUR_MS];
  const invitation = invite(person, { people: ctx.people, entropy: ctx.entropy, now, validMs });
  return { person, invitation, path: PATHS.enrol, expires: new Date(now.wallMs + validMs).toISOString() };
}

function assertLocal({ config: { signIn } }: Pick<NodeContext, 'config'>): void {
  if (signIn.kind !== 'local') {
    throw new SfumatoError('wrong-use', `People of this site sign in at ${signIn.issuer}; invite them there.`);
  }
}
