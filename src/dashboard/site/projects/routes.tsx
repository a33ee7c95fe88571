import type { Hono } from 'hono';
import type { AccessContext, AccessEnv } from '../../../access/index.ts';
import { readAction, SignedAction } from '../../../contract/index.ts';
import { answerPage } from '../../layout/page.tsx';
import { PROJECTS } from '../../texts/projects.table.ts';
import { questionOf } from '../budgets/question.ts';
import { decisionRoute, type PageOf, statusOf } from '../decide.ts';
import { formRoute } from '../form-route.ts';
import { type Guard, type Handler, missing } from '../guard.tsx';
import type { Outcome } from '../outcome.ts';
import { handIn } from '../propose.ts';
import { ifAllowed, type Visit } from '../visit.ts';
import { ProjectPage } from './project.tsx';
import { ProjectsPage } from './projects.tsx';
import { amendment } from './terms.ts';

/** Projects: the list with applications, each of them, and what ends or changes it. */
export function projectRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  app.get('/projects', guard(listed));
  app.get('/projects/:project', guard(one));
  // Behind the page of a project, for one may be called so.
  formRoute(app, '/projects/apply', guard(apply));
  const path = '/projects/:project';
  decisionRoute(app, guard, { path: `${path}/amend`, form: 'amend', page: one, read: amendment });
  decisionRoute(app, guard, {
    path: `${path}/end`,
    form: 'end',
    page: one,
    read: (_fields, _visit, c) => ({ kind: 'end', body: { project: idIn(c) } }),
  });
}

const idIn = (c: AccessContext): string => c.req.param('project') ?? '';

const listed: PageOf = async (visit, c, told) => {
  const { projects } = await visit.ask('projects');
  return answerPage(c, <ProjectsPage visit={visit} told={told} projects={projects} />, statusOf(told));
};

const one: PageOf = async (visit, c, told) => {
  const project = (await visit.ask('projects')).projects.find(({ id }) => id === idIn(c));
  if (project === undefined) {
    return idIn(c) === 'apply' ? c.redirect('/projects', 303) : missing(visit, c);
  }
  const budget = await ifAllowed(visit.ask('budget'));
  const own = new Set([`project:${project.id}`, ...project.members.map(({ person }) => `analyst:${person}`)]);
  const meters = budget?.meters.filter(({ meter }) => own.has(meter));
  const question = questionOf(budget?.accountant.kind ?? 'pure', await visit.ask('policy'), undefined);
  const page = <ProjectPage {...{ visit, told, project, meters, question }} />;
  return answerPage(c, page, statusOf(told));
};

/** Hands in what an applicant or a member signed elsewhere: an application, or an agreement. */
const apply: Handler = async (visit, c) => {
  const written = c.get('form');
  const done = await applied(visit, written.one('apply-application') ?? '');
  return 'problem' in done ? await listed(visit, c, { form: 'apply', done, written }) : visit.leave(done);
};

async function applied(visit: Visit, text: string): Promise<Outcome> {
  const signed = signedIn(text);
  const kind = signed && readAction(signed)?.action.kind;
  if (signed === undefined || (kind !== 'project' && kind !== 'agree')) {
    return { problem: visit.view.say(PROJECTS.notApplication) };
  }
  return await handIn(visit, signed, { waiting: PROJECTS.handedIn });
}

function signedIn(text: string): SignedAction | undefined {
  try {
    return SignedAction.safeParse(JSON.parse(text)).data;
  } catch {
    // No JSON: said to the visitor by who calls.
    return undefined;
  }
}
