import type { Hono } from 'hono';
import type { AccessContext, AccessEnv } from '../../access/index.ts';
import { answerPage } from '../layout/page.tsx';
import { SESSIONS } from '../texts/sessions.table.ts';
import { type PageOf, statusOf } from './decide.ts';
import type { Guard, Handler } from './guard.tsx';
import type { Outcome } from './propose.ts';
import { EVERYBODY, SessionsPage } from './sessions.tsx';
import { ifAllowed, refusalOf, sentenceOf, type Visit } from './visit.ts';

/** Who is signed in: oneself for everybody, all for the roles that may see it; and signing them out. */
export function sessionRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  app.get('/sessions', guard(shown));
  app.post('/sessions/own', guard(ending('own', ({ session }) => ['own-sessions-end', { session }])));
  app.post('/sessions/one', guard(ending('one', ({ session }) => ['sessions-end', { session }])));
  const whose = ({ person }: Fields) => (person === EVERYBODY ? {} : { person });
  app.post('/sessions/end', guard(ending('end', (fields) => ['sessions-end', whose(fields)])));
}

const shown: PageOf = async (visit, c, told) => {
  const { sessions: own } = await visit.ask('own-sessions');
  const current = c.get('session')?.handle ?? '';
  if (told !== undefined && !own.some(({ session }) => session === current)) {
    return c.redirect('/sign-in', 303);
  }
  const all = await ifAllowed(visit.ask('sessions'));
  return answerPage(c, <SessionsPage {...{ visit, told, own, all: all?.sessions, current }} />, statusOf(told));
};

type Fields = Readonly<Record<'person' | 'session', string>>;
type Ending = readonly ['own-sessions-end' | 'sessions-end', Readonly<Record<string, string>>];

/** Ends what a form names, and draws the page again; whoever ended the session they are in is asked to sign in. */
function ending(form: string, wanted: (fields: Fields) => Ending): Handler {
  return async (visit, c) => {
    const done = await ended(visit, wanted(fieldsOf(c)));
    return await shown(visit, c, { form, done, written: c.get('form') });
  };
}

function fieldsOf(c: AccessContext): Fields {
  const field = (name: string): string => c.get('form').one(name) ?? '';
  return { person: field('person'), session: field('session') };
}

async function ended(visit: Visit, [verb, input]: Ending): Promise<Outcome> {
  try {
    const { ended } = await visit.ask(verb, input);
    return { outcome: visit.view.say(SESSIONS.ended, { n: ended }) };
  } catch (error) {
    const problem = sentenceOf(error);
    if (problem === undefined || refusalOf(error) !== undefined) {
      throw error;
    }
    return { problem };
  }
}
