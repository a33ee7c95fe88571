import type { Hono } from 'hono';
import type { AccessContext, AccessEnv } from '../../../access/index.ts';
import { answerPage } from '../../layout/page.tsx';
import { pageIn } from '../../layout/pager.tsx';
import { answerFile } from '../exports.ts';
import type { Guard, Handler } from '../guard.tsx';
import type { Visit } from '../visit.ts';
import { decisionsCsv } from './file.ts';
import { filterOf, isWrong, type LogQuery, logAddress, logQuery } from './filter.ts';
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
  const found = await visit.ask('log', filterOf(query));
  const page = pageIn(c.req.query('page'));
  const status = isWrong(query) || found.strange !== undefined ? 422 : 200;
  return answerPage(c, <LogPage {...{ visit, found, query, page }} />, status);
};

function file(kind: 'csv' | 'json'): Handler {
  return async (visit, c) => {
    const query = queryOf(c);
    // What is refused leaves no file, and so is first looked for without saying that one leaves; the page says why.
    if (isWrong(query) || (await isStrange(visit, query))) {
      return c.redirect(logAddress('/log', query), 303);
    }
    const log = await visit.ask('log', filterOf(query), true);
    const text =
      kind === 'csv'
        ? decisionsCsv(log.entries)
        : `${JSON.stringify({ ...log, entries: inEnglish(log.entries) }, null, 2)}\n`;
    return answerFile(c, `${log.site}-decisions.${kind}`, text);
  };
}

async function isStrange(visit: Visit, query: LogQuery): Promise<boolean> {
  const isNamed = query.project !== '' || query.person !== '';
  return isNamed && (await visit.ask('log', filterOf(query))).strange !== undefined;
}
