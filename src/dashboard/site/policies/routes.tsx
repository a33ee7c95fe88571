import type { Hono } from 'hono';
import type { AccessEnv } from '../../../access/index.ts';
import { MessagePage } from '../../layout/error-pages.tsx';
import { answerPage } from '../../layout/page.tsx';
import { CHANGES } from '../../texts/changes.table.ts';
import { decisionRoute, type Fields, type PageOf, type Reading, statusOf } from '../decide.ts';
import type { Guard, Handler } from '../guard.tsx';
import type { Visit } from '../visit.ts';
import { PolicyDiffPage } from './diff.tsx';
import { newPolicyRoutes } from './new-policy-routes.tsx';
import { PolicyPage } from './policy.tsx';
import { handleOf, type KnownPolicy } from './versions.tsx';

/** The policy in force, those on record, how any two differ, and the way back to one. */
export function policyRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  app.get('/policy', guard(shown));
  app.get('/policy/diff', guard(compared));
  newPolicyRoutes(app, guard);
  decisionRoute(app, guard, { path: '/policy/rollback', form: 'rollback', page: shown, read: rollback });
}

async function policiesOf(visit: Visit): Promise<readonly KnownPolicy[]> {
  return (await visit.ask('policies')).policies;
}

const shown: PageOf = async (visit, c, told) => {
  const [policy, policies] = [await visit.ask('policy'), await policiesOf(visit)];
  return answerPage(c, <PolicyPage {...{ visit, told, policy, policies }} />, statusOf(told));
};

const compared: Handler = async (visit, c) => {
  const { view } = visit;
  const policies = await policiesOf(visit);
  const chosen = { before: c.req.query('before') ?? '', after: c.req.query('after') ?? '' };
  const known = policies.map((one) => handleOf(policies, one));
  if (!known.includes(chosen.before) || !known.includes(chosen.after)) {
    const [title, sentence] = [view.say(CHANGES.compareTitle), view.say(CHANGES.unknown)];
    return answerPage(c, <MessagePage view={view} title={title} sentence={sentence} />, 404);
  }
  const diff = await visit.ask('policy-diff', chosen);
  return answerPage(c, <PolicyDiffPage {...{ visit, diff, policies, chosen }} />);
};

async function rollback(fields: Fields, visit: Visit): Promise<Reading> {
  const policies = await policiesOf(visit);
  const to = policies.find((one) => handleOf(policies, one) === fields.text('policy'));
  const from = policies.find(({ inForce }) => inForce);
  return to === undefined || from === undefined
    ? { problem: visit.view.say(CHANGES.unknown) }
    : { kind: 'policy', body: { ...nameOf(to), from: nameOf(from) } };
}

function nameOf({ name, deidentification, disclosure }: KnownPolicy) {
  return { name, deidentification, disclosure };
}
