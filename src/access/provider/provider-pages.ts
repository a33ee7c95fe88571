import type { Hono } from 'hono';
import { type Desk, drawProblem, freshen, letIn, tell } from '../desk.ts';
import { PATHS, type SignInProblem } from '../page.ts';
import type { AccessContext, AccessEnv } from '../shell/env.ts';
import { csrfToken, requireSession, safeNext, sessionOf } from '../shell/session-guard.ts';
import { PROVIDER_CHECKS, type ProviderCheck } from './checks.table.ts';
import type { ProviderSaid } from './claims.ts';
import { createFlows, type Flow, type Flows } from './flows.ts';
import type { Provider } from './provider.ts';

/** What the provider's pages work with. */
interface Counter {
  readonly desk: Desk;
  readonly provider: Provider;
  readonly flows: Flows;
}

/** Signing in at an identity provider, and showing two factors there again. */
export function addProviderPages(app: Hono<AccessEnv>, desk: Desk, provider: Provider): void {
  const counter: Counter = { desk, provider, flows: createFlows(desk.clock) };
  app.get(PATHS.signIn, (c) =>
    c.get('session') === undefined ? askPage(desk, c) : c.redirect(safeNext(c.req.query('next')), 303),
  );
  app.get(PATHS.stepUp, requireSession, (c) => askPage(desk, c));
  app.get(PATHS.provider, (c) => begin(counter, c, undefined));
  app.get(PATHS.providerStepUp, requireSession, (c) => begin(counter, c, sessionOf(c).person));
  app.get(PATHS.providerReturn, (c) => comeBack(counter, c));
}

async function begin(
  { desk, provider, flows }: Counter,
  c: AccessContext,
  stepUpOf: string | undefined,
): Promise<Response> {
  const redirectUri = `${c.get('origin')}${PATHS.providerReturn}`;
  const begun = await provider.begin({ redirectUri, next: safeNext(c.req.query('next')), stepUpOf });
  if (typeof begun === 'string') {
    return await refuse(desk, c, begun);
  }
  // The way back is bound to this browser, which gets its secret here at the latest.
  csrfToken(c);
  flows.keep(begun.flow, c.get('browser') ?? '');
  return c.redirect(begun.to.href, 303);
}

async function comeBack({ desk, provider, flows }: Counter, c: AccessContext): Promise<Response> {
  const flow = flows.take(c.req.query('state') ?? '', c.get('browser') ?? '');
  if (flow === undefined) {
    return await refuse(desk, c, 'flow');
  }
  const { search } = new URL(c.req.url);
  const said = await provider.finish(flow, new URL(`${flow.redirectUri}${search}`));
  if (typeof said === 'string') {
    return await refuse(desk, c, said);
  }
  const failed = flow.stepUpOf === undefined ? enter(desk, c, said) : stepUpAs(desk, c, { flow, said });
  return failed === undefined ? c.redirect(flow.next, 303) : await refuse(desk, c, failed);
}

function enter(desk: Desk, c: AccessContext, said: ProviderSaid): ProviderCheck | undefined {
  const { person, nobody = 'person', isStrong, authAgeMs } = said;
  if (person === undefined) {
    return nobody;
  }
  letIn(desk, c, { person, method: 'provider', strongAgeMs: isStrong ? authAgeMs : undefined });
  return undefined;
}

/** Two factors of the same person, whose session still is there. */
function stepUpAs(
  desk: Desk,
  c: AccessContext,
  { flow, said }: { flow: Flow; said: ProviderSaid },
): ProviderCheck | undefined {
  if (c.get('session')?.person !== flow.stepUpOf) {
    return 'session';
  }
  if (said.person !== flow.stepUpOf) {
    return said.nobody ?? 'other-person';
  }
  if (!said.isStrong) {
    return 'strength';
  }
  freshen(desk, c, said.authAgeMs);
  return undefined;
}

async function refuse(desk: Desk, c: AccessContext, check: ProviderCheck): Promise<Response> {
  const person = c.get('session')?.person;
  tell(desk, c, { kind: person === undefined ? 'sign-in-refused' : 'step-up-refused', person, check });
  return await askPage(desk, c, PROVIDER_CHECKS[check].problem);
}

async function askPage(desk: Desk, c: AccessContext, problem?: SignInProblem): Promise<Response> {
  const next = safeNext(c.req.query('next'));
  const person = c.get('session')?.person;
  return person === undefined
    ? await drawProblem(desk, c, { kind: 'sign-in', problem, next, ways: ['provider'], hasEnded: c.get('hasEnded') })
    : await drawProblem(desk, c, { kind: 'step-up', problem, next, person, ways: ['provider'] });
}
