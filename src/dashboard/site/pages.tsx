import type { Hono } from 'hono';
import type { AccessEnv } from '../../access/index.ts';
import { answerPage } from '../layout/page.tsx';
import { agreementRoutes } from './agreement-routes.tsx';
import { questionOf } from './budgets/question.ts';
import { budgetRoutes } from './budgets/routes.tsx';
import { sitesAsked, WhatIfPage } from './budgets/what-if.tsx';
import { consentRoutes } from './consent-routes.tsx';
import { dataRoutes } from './data/routes.tsx';
import { decisionRoutes } from './decisions/routes.tsx';
import { guardOf, type Handler } from './guard.tsx';
import { HealthPage } from './health.tsx';
import { incidentRoutes } from './incidents/routes.tsx';
import { logRoutes } from './log/routes.tsx';
import { OverviewPage } from './overview.tsx';
import { peopleRoutes } from './people/routes.tsx';
import { sessionRoutes } from './people/session-routes.tsx';
import { policyRoutes } from './policies/routes.tsx';
import { projectRoutes } from './projects/routes.tsx';
import { receiptRoutes } from './receipts/routes.tsx';
import { riskRoutes } from './risk/routes.tsx';
import { ifAllowed, type SitePagesParts } from './visit.ts';

/** Adds the pages of a site to an app that stands behind the sign-in. */
export function sitePages(app: Hono<AccessEnv>, parts: SitePagesParts): void {
  const guard = guardOf(parts);
  app.get('/', guard(overview));
  app.get(
    '/what-if',
    guard(async (visit, c) => {
      const [status, policy] = [await visit.ask('status'), await visit.ask('policy')];
      const question = questionOf(status.accountant, policy, c.req.query('epsilon'));
      return answerPage(c, <WhatIfPage visit={visit} question={question} sites={sitesAsked(c.req.query('sites'))} />);
    }),
  );
  app.get(
    '/health',
    guard(async (visit, c) => answerPage(c, <HealthPage visit={visit} status={await visit.ask('status')} />)),
  );
  budgetRoutes(app, guard);
  decisionRoutes(app, guard);
  incidentRoutes(app, guard);
  projectRoutes(app, guard);
  agreementRoutes(app, guard);
  logRoutes(app, guard);
  peopleRoutes(app, guard);
  policyRoutes(app, guard);
  dataRoutes(app, guard);
  riskRoutes(app, guard);
  consentRoutes(app, guard);
  receiptRoutes(app, guard);
  sessionRoutes(app, guard);
}

const overview: Handler = async (visit, c) => {
  const [status, policy] = [await visit.ask('status'), await visit.ask('policy')];
  const budget = await ifAllowed(visit.ask('budget'));
  const inbox = await ifAllowed(visit.ask('inbox'));
  const question = questionOf(status.accountant, policy, undefined);
  const mine = inbox?.pending.filter(({ mayStill }) => mayStill.includes(visit.person)).length ?? 0;
  const shown = { meters: budget?.meters, pending: inbox && { length: inbox.pending.length, mine } };
  return answerPage(c, <OverviewPage visit={visit} status={status} question={question} {...shown} />);
};
