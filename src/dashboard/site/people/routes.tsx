import type { Hono } from 'hono';
import type { AccessEnv } from '../../../access/index.ts';
import { answerPage } from '../../layout/page.tsx';
import { decisionRoute, type Fields, type PageOf, type Reading, statusOf } from '../decide.ts';
import type { Guard } from '../guard.tsx';
import { PeoplePage } from './people.tsx';

/** Who decides here, and what changes it. */
export function peopleRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  app.get('/people', guard(listed));
  const route = (form: string, read: (fields: Fields) => Reading): void =>
    decisionRoute(app, guard, { path: `/people/${form}`, form, page: listed, read });
  route('enrol', (fields) => ({
    kind: 'enrol',
    body: {
      person: fields.text('person'),
      key: fields.text('key'),
      roles: fields.all('roles'),
      ...(fields.text('site') !== '' && { site: fields.text('site') }),
    },
  }));
  route('dismiss', (fields) => ({ kind: 'dismiss', body: { person: fields.text('person') } }));
  route('revoke', (fields) => ({ kind: 'revoke', body: { key: fields.text('key') } }));
}

const listed: PageOf = async (visit, c, told) => {
  const listed = await visit.ask('people');
  const keyWanted = c.req.query('key')?.slice(0, 43);
  return answerPage(c, <PeoplePage {...{ visit, told, keyWanted, ...listed }} />, statusOf(told));
};
