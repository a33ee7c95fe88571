import type { Hono } from 'hono';
import { z } from 'zod';
import { LIMITS } from '../../base/index.ts';
import { type Desk, drawProblem, letIn, tell } from '../desk.ts';
import { PATHS, type SignInProblem } from '../page.ts';
import type { Credentials } from '../people/credentials.ts';
import type { AccessContext, AccessEnv } from '../shell/env.ts';
import { invitedBy } from './invitation.ts';
import { challengeFor, jsonOf, problemReply } from './passkey-calls.ts';
import { hasPasskeys, newPasskey, Registration, registrationOptions } from './passkeys.ts';
import { isLongEnough, keepPassword } from './password.ts';
import { stepOfCode, totpQr } from './totp.ts';

const Invited = z.strictObject({ invitation: z.string().max(100) });
const Registered = z.strictObject({ invitation: z.string().max(100), response: Registration });

/** Setting up how one signs in, with an invitation: a password and codes, or a passkey. */
export function addEnrolPages(app: Hono<AccessEnv>, desk: Desk): void {
  app.get(PATHS.enrol, (c) => drawProblem(desk, c, { kind: 'enrol' }));
  app.post(PATHS.enrol, async (c) => {
    const invitation = c.get('form').one('invitation') ?? '';
    const invited = await lookUp(desk, c, invitation);
    return typeof invited === 'string'
      ? await drawProblem(desk, c, { kind: 'enrol', problem: invited })
      : await factorsPage(desk, c, { invited, invitation });
  });
  app.post(PATHS.enrolFactors, (c) => setPassword(desk, c));
  app.post(`${PATHS.passkeyEnrol}/options`, async (c) => {
    const body = await jsonOf(c, Invited);
    const invited = await lookUp(desk, c, body?.invitation ?? '');
    return typeof invited === 'string'
      ? problemReply(c, invited)
      : c.json(await registrationOptions(invited, challengeFor(desk, c, 'enrol')));
  });
  app.post(PATHS.passkeyEnrol, (c) => setPasskey(desk, c));
}

async function setPassword(desk: Desk, c: AccessContext): Promise<Response> {
  const field = (name: string): string => c.get('form').one(name) ?? '';
  const invitation = field('invitation');
  const invited = await lookUp(desk, c, invitation);
  if (typeof invited === 'string') {
    return await drawProblem(desk, c, { kind: 'enrol', problem: invited });
  }
  const again = (problem: SignInProblem) => factorsPage(desk, c, { invited, invitation, problem });
  if (!isLongEnough(field('password'))) {
    return await again('password-too-short');
  }
  if (field('password') !== field('again')) {
    return await again('passwords-differ');
  }
  const totp = { secret: invited.invitation?.totpSecret ?? '', lastStep: 0 };
  const step = stepOfCode(field('code'), totp, desk.clock.wallMs());
  if (step === undefined) {
    return await again('code-not-right');
  }
  const password = await keepPassword(field('password'), desk.stretch, desk.entropy);
  if (password === undefined) {
    return await again('busy');
  }
  return enrolled(desk, c, { invited, added: { password, totp: { ...totp, lastStep: step } }, method: 'password' })
    ? c.redirect(PATHS.decidingKey, 303)
    : await drawProblem(desk, c, { kind: 'enrol', problem: 'invitation-not-right' });
}

async function setPasskey(desk: Desk, c: AccessContext): Promise<Response> {
  const body = await jsonOf(c, Registered);
  const challenge = desk.challenges.take('enrol', c.get('browser') ?? '');
  const invited = await lookUp(desk, c, body?.invitation ?? '');
  if (typeof invited === 'string') {
    return problemReply(c, invited);
  }
  const expected = { origin: c.get('origin'), challenge: challenge ?? '' };
  const passkey = challenge && body && (await newPasskey(body.response, expected, desk.clock.wallMs()));
  if (!passkey) {
    return problemReply(c, 'passkey-not-right');
  }
  const passkeys = [...invited.passkeys.slice(-LIMITS.passkeysPerPersonMax + 1), passkey];
  return enrolled(desk, c, { invited, added: { passkeys }, method: 'passkey' })
    ? c.json({ next: PATHS.decidingKey })
    : problemReply(c, 'invitation-not-right');
}

interface Enrolling {
  readonly invited: Credentials;
  readonly added: Partial<Credentials>;
  readonly method: 'password' | 'passkey';
}

/** Uses the invitation up and lets the person in; `false` when it was used in between. Sessions by what was before end. */
function enrolled(desk: Desk, c: AccessContext, { invited, added, method }: Enrolling): boolean {
  const { person, invitation } = invited;
  const isDone = desk.people.update(person, ({ invitation: open, ...now }) =>
    open !== undefined && open.hash === invitation?.hash ? { ...now, ...added } : undefined,
  );
  if (isDone) {
    desk.sessions.endAllOf(person);
    tell(desk, c, { kind: 'enrolled', person, method });
    letIn(desk, c, { person, method, strongAgeMs: 0 });
  }
  return isDone;
}

/** Whom the code invites. Each look counts as a try of this address, right ones apart. */
async function lookUp(desk: Desk, c: AccessContext, code: string): Promise<Credentials | SignInProblem> {
  const asker = c.get('asker');
  if (!(await desk.tries.take(`invited from ${asker}`, asker))) {
    return 'too-many-tries';
  }
  const invited = invitedBy(code, desk.people, { nowMs: desk.nowMs(), wallMs: desk.clock.wallMs() });
  if (invited === undefined) {
    tell(desk, c, { kind: 'enrolment-refused', person: undefined });
    return 'invitation-not-right';
  }
  await desk.tries.right(`invited from ${asker}`, asker);
  return invited;
}

interface Factors {
  readonly invited: Credentials;
  readonly invitation: string;
  readonly problem?: SignInProblem;
}

async function factorsPage(desk: Desk, c: AccessContext, { invited, invitation, problem }: Factors): Promise<Response> {
  const { person } = invited;
  const secret = invited.invitation?.totpSecret ?? '';
  const qr = await totpQr(secret, { site: desk.site, person });
  const passkeys = hasPasskeys(c.get('origin'));
  return await drawProblem(desk, c, { kind: 'enrol-factors', problem, person, invitation, qr, secret, passkeys });
}
