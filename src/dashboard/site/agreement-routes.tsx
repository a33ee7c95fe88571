import type { Hono } from 'hono';
import type { AccessEnv } from '../../access/index.ts';
import { answerPage } from '../layout/page.tsx';
import { AgreementsPage } from './agreements.tsx';
import { decisionRoute, type PageOf, statusOf } from './decide.ts';
import type { Guard } from './guard.tsx';

/** Data-use texts, and the publishing of another. */
export function agreementRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  app.get('/agreements', guard(listed));
  decisionRoute(app, guard, {
    path: '/agreements/publish',
    form: 'publish',
    page: listed,
    // A browser sends line ends as CR LF; the text is hashed as files have it.
    read: (fields) => ({
      kind: 'agreement',
      body: { agreement: fields.text('name'), text: fields.text('text').replaceAll('\r\n', '\n') },
    }),
  });
}

const listed: PageOf = async (visit, c, told) => {
  const { agreements } = await visit.ask('agreements');
  return answerPage(c, <AgreementsPage visit={visit} told={told} texts={agreements} />, statusOf(told));
};
