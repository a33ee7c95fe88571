import type { Hono } from 'hono';
import type { AccessContext, AccessEnv } from '../../../access/index.ts';
import { answerPage } from '../../layout/page.tsx';
import { decisionRoute, type PageOf, statusOf } from '../decide.ts';
import { type Guard, missing } from '../guard.tsx';
import { IncidentPage } from './incident.tsx';
import { IncidentsPage } from './incidents.tsx';

/** Incidents: freezes, what lifts them, notes, and the closing. */
export function incidentRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  app.get('/incidents', guard(listed));
  const list = { page: listed };
  decisionRoute(app, guard, {
    ...list,
    path: '/incidents/freeze',
    form: 'freeze',
    read(fields) {
      const [contact, severity] = [fields.text('contact'), fields.text('severity')];
      const named = { ...(severity !== '' && { severity }), ...(contact !== '' && { contact }) };
      return { kind: 'freeze', body: { scope: fields.text('scope'), ...named } };
    },
  });
  decisionRoute(app, guard, {
    ...list,
    path: '/incidents/unfreeze',
    form: 'unfreeze',
    read: (fields) => ({ kind: 'unfreeze', body: { scope: fields.text('scope') } }),
  });
  app.get('/incidents/:incident', guard(one));
  decisionRoute(app, guard, {
    path: '/incidents/:incident/note',
    form: 'note',
    page: one,
    read: (fields, _, c) => ({
      kind: 'note',
      body: { incident: idIn(c), text: fields.text('text'), corrective: fields.all('corrective').length > 0 },
    }),
  });
  decisionRoute(app, guard, {
    path: '/incidents/:incident/close',
    form: 'close',
    page: one,
    read: (_fields, _visit, c) => ({ kind: 'close', body: { incident: idIn(c) } }),
  });
}

const idIn = (c: AccessContext): string => c.req.param('incident') ?? '';

const listed: PageOf = async (visit, c, told) => {
  const [{ frozen }, { incidents }] = [await visit.ask('status'), await visit.ask('incidents')];
  const page = <IncidentsPage visit={visit} told={told} frozen={frozen} incidents={incidents} />;
  return answerPage(c, page, statusOf(told));
};

const one: PageOf = async (visit, c, told) => {
  const incident = (await visit.ask('incidents')).incidents.find(({ id }) => id === idIn(c));
  return incident === undefined
    ? missing(visit, c)
    : answerPage(c, <IncidentPage visit={visit} told={told} incident={incident} />, statusOf(told));
};
