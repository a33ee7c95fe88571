import type { Hono } from 'hono';
import type { AccessContext, AccessEnv } from '../../access/index.ts';
import { answerPage } from '../layout/page.tsx';
import { DECISIONS } from '../texts/decisions.table.ts';
import { DecisionPage } from './decision.tsx';
import type { Guard, Handler } from './guard.tsx';
import { InboxPage, type Pending } from './inbox.tsx';
import { IncidentsPage } from './incidents.tsx';
import { decline, type Outcome, propose, signAndHand } from './propose.ts';
import type { Visit } from './visit.ts';

/** Approvals and incidents. */
export function decisionRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  app.get(
    '/inbox',
    guard(async (visit, c) => answerPage(c, <InboxPage visit={visit} pending={await pendingOf(visit)} />)),
  );
  app.get(
    '/inbox/:action',
    guard(async (visit, c) => {
      const one = (await pendingOf(visit)).find(({ action }) => action.id === c.req.param('action'));
      return one === undefined ? await gone(visit, c) : answerPage(c, <DecisionPage visit={visit} one={one} />);
    }),
  );
  app.post('/inbox/:action/approve', guard(decide('approve')));
  app.post('/inbox/:action/decline', guard(decide('decline')));
  app.get(
    '/incidents',
    guard(async (visit, c) => answerPage(c, <IncidentsPage visit={visit} status={await visit.ask('status')} />)),
  );
  app.post('/incidents/freeze', guard(incident('freeze')));
  app.post('/incidents/unfreeze', guard(incident('unfreeze')));
}

async function pendingOf(visit: Visit): Promise<readonly Pending[]> {
  return (await visit.ask('inbox')).pending;
}

async function gone(visit: Visit, c: AccessContext) {
  const outcome = visit.view.say(DECISIONS.gone);
  return answerPage(c, <InboxPage visit={visit} pending={await pendingOf(visit)} outcome={outcome} />, 404);
}

function decide(what: 'approve' | 'decline'): Handler {
  return async (visit, c) => {
    const one = (await pendingOf(visit)).find(({ action }) => action.id === c.req.param('action'));
    if (one === undefined) {
      return await gone(visit, c);
    }
    const form = c.get('form');
    const passphrase = form.one(`${what}-passphrase`) ?? '';
    const done: Outcome =
      what === 'approve'
        ? await signAndHand(visit, one.signed, passphrase)
        : await decline(visit, one.action.id, { reason: form.one('reason') ?? '', passphrase });
    return 'outcome' in done
      ? answerPage(c, <InboxPage visit={visit} pending={await pendingOf(visit)} outcome={done.outcome} />)
      : answerPage(c, <DecisionPage visit={visit} one={one} problem={done.problem} />, 422);
  };
}

function incident(kind: 'freeze' | 'unfreeze'): Handler {
  return async (visit, c) => {
    const form = c.get('form');
    const values = { scope: form.one(`${kind}-scope`) ?? '', reason: form.one(`${kind}-reason`) ?? '' };
    const passphrase = form.one(`${kind}-passphrase`) ?? '';
    const done = await propose(visit, {
      kind,
      body: { scope: values.scope.trim() },
      reason: values.reason,
      passphrase,
    });
    const status = await visit.ask('status');
    return 'outcome' in done
      ? answerPage(c, <IncidentsPage visit={visit} status={status} outcome={done.outcome} />)
      : answerPage(
          c,
          <IncidentsPage visit={visit} status={status} failed={{ form: kind, problem: done.problem, values }} />,
          422,
        );
  };
}
