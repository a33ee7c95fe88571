import type { Hono } from 'hono';
import type { AccessContext, AccessEnv } from '../../../access/index.ts';
import { answerPage } from '../../layout/page.tsx';
import { pageIn } from '../../layout/pager.tsx';
import { answerFile } from '../exports.ts';
import type { Guard, Handler } from '../guard.tsx';
import { decisionsCsv } from './file.ts';
import { filterOf, isBackward, type LogQuery, logQuery, wrongDays } from './filter.ts';
import { LogPage } from './log.tsx';
import { inEnglish } from './words.ts';

/** The decision log, on a page and as a file. */
export function logRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  app.get('/log', guard(shown));
  app.get('/log.csv', guard(file('csv')));
  app.get('/log.json', guard(file('json')));
}

const queryOf = (c: AccessContext): LogQuery => logQuery((name) => c.req.query(name));

const shown: Handler = async (visit, c) => {
  const query = queryOf(c);
  const { entries, strange } = await visit.ask('log', filterOf(query));
  const page = pageIn(c.req.query('page'));
  const status = wrongDays(query).length > 0 || isBackward(query) ? 422 : 200;
  const isStrange = strange !== undefined;
  return answerPage(c, <LogPage {...{ visit, entries, isStrange, query, page }} />, status);
};

function file(kind: 'csv' | 'json'): Handler {
  return async (visit, c) => {
    const log = await visit.ask('log', filterOf(queryOf(c)), true);
    const text =
      kind === 'csv'
        ? decisionsCsv(log.entries)
        : `${JSON.stringify({ ...log, entries: inEnglish(log.entries) }, null, 2)}\n`;
    return answerFile(c, `${log.site}-decisions.${kind}`, text);
  };
}
