import type { Hono } from 'hono';
import type { AccessContext, AccessEnv } from '../../../access/index.ts';
import { answerPage } from '../../layout/page.tsx';
import { CHANGES } from '../../texts/changes.table.ts';
import { DECISIONS } from '../../texts/decisions.table.ts';
import { statusOf } from '../decide.ts';
import { formRoute } from '../form-route.ts';
import type { Guard, Handler } from '../guard.tsx';
import type { Failed, Outcome } from '../outcome.ts';
import { comparedWith } from '../policies/effect.tsx';
import type { KnownPolicy } from '../policies/versions.tsx';
import { decline, signAndHand } from '../propose.ts';
import type { Visit } from '../visit.ts';
import { DecisionPage, type DecisionPageProps } from './decision.tsx';
import { InboxPage, type Pending } from './inbox.tsx';

/** Decisions that wait for signatures. */
export function decisionRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  app.get(
    '/inbox',
    guard(async (visit, c) => answerPage(c, <InboxPage visit={visit} pending={await pendingOf(visit)} />)),
  );
  app.get(
    '/inbox/:action',
    guard(async (visit, c) => {
      const one = await named(visit, c);
      return one === undefined ? await gone(visit, c, { status: 404 }) : await decisionPage(c, { visit, one });
    }),
  );
  formRoute(app, '/inbox/:action/approve', guard(decide('approve')));
  formRoute(app, '/inbox/:action/decline', guard(decide('decline')));
}

async function pendingOf(visit: Visit): Promise<readonly Pending[]> {
  return (await visit.ask('inbox')).pending;
}

async function named(visit: Visit, c: AccessContext): Promise<Pending | undefined> {
  return (await pendingOf(visit)).find(({ action }) => action.id === c.req.param('action'));
}

async function decisionPage(c: AccessContext, shown: Omit<DecisionPageProps, 'policies'>) {
  const policies = await policiesFor(shown.visit, shown.one);
  return answerPage(c, <DecisionPage {...shown} policies={policies} />, statusOf(shown.told));
}

async function policiesFor(visit: Visit, { action }: Pending): Promise<readonly KnownPolicy[]> {
  return action.kind === 'policy' ? (await visit.ask('policies')).policies : [];
}

/** What is signed is what was shown: another policy may have come into force since. */
async function approve(
  visit: Visit,
  one: Pending,
  { passphrase, shown }: { readonly passphrase: string; readonly shown: string },
): Promise<Outcome> {
  return one.action.kind === 'policy' && shown !== comparedWith(await policiesFor(visit, one))
    ? { problem: visit.view.say(CHANGES.otherThanShown) }
    : await signAndHand(visit, one.signed, passphrase);
}

interface Gone {
  readonly status?: 404 | 409;
  /** What came of the visitor's own decision. */
  readonly failed?: Failed;
}

/** What doesn't wait any more has no page: those that do are listed. */
async function gone(visit: Visit, c: AccessContext, { status = 409, failed }: Gone = {}) {
  // What is on record and yet not done says more than that it is gone.
  const done = failed?.isAbout === false ? failed : { problem: visit.view.say(DECISIONS.gone) };
  return answerPage(c, <InboxPage visit={visit} pending={await pendingOf(visit)} done={done} />, status);
}

function decide(form: 'approve' | 'decline'): Handler {
  return async (visit, c) => {
    const one = await named(visit, c);
    if (one === undefined) {
      return await gone(visit, c);
    }
    const written = c.get('form');
    const passphrase = written.one(`${form}-passphrase`) ?? '';
    const done =
      form === 'approve'
        ? await approve(visit, one, { passphrase, shown: written.one('approve-shown') ?? '' })
        : await decline(visit, one.action.id, { reason: written.one('decline-reason') ?? '', passphrase });
    if ('outcome' in done) {
      return visit.leave(done, '/inbox');
    }
    // Another person may have decided in between: what is drawn is how it stands now.
    const now = await named(visit, c);
    return now === undefined
      ? await gone(visit, c, { failed: done })
      : await decisionPage(c, { visit, one: now, told: { form, done, written } });
  };
}
