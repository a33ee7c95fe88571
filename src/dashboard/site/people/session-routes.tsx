import type { Hono } from 'hono';
import type { AccessContext, AccessEnv } from '../../../access/index.ts';
import { answerPage } from '../../layout/page.tsx';
import { SESSIONS } from '../../texts/sessions.table.ts';
import { type PageOf, statusOf } from '../decide.ts';
import { formRoute } from '../form-route.ts';
import type { Guard, Handler } from '../guard.tsx';
import type { Outcome } from '../outcome.ts';
import { ifAllowed, refusalOf, sentenceOf, type Visit } from '../visit.ts';
import { EVERYBODY, SessionsPage } from './sessions.tsx';

/** Who is signed in: oneself for everybody, all for the roles that may see it; and signing them out. */
export function sessionRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  app.get('/sessions', guard(shown));
  const form = (name: string, wanted: (fields: Fields) => Ending): void =>
    formRoute(app, `/sessions/${name}`, guard(ending(name, wanted)));
  form('own', ({ session }) => ['own-sessions-end', { session }]);
  form('one', ({ session }) => ['sessions-end', { session }]);
  const whose = ({ person }: Fields) => (person === EVERYBODY ? {} : { person });
  form('end', (fields) => ['sessions-end', whose(fields)]);
}

const shown: PageOf = async (visit, c, told) => {
  const { sessions: own } = await visit.ask('own-sessions');
  const current = c.get('session')?.handle ?? '';
  const all = await ifAllowed(visit.ask('sessions'));
  return answerPage(c, <SessionsPage {...{ visit, told, own, all: all?.sessions, current }} />, statusOf(told));
};

type Fields = Readonly<Record<'person' | 'session', string>>;
type Ending = readonly ['own-sessions-end' | 'sessions-end', Readonly<Record<string, string>>];

/** Ends what a form names, and leads back to the page; whoever ended the session they are in is asked to sign in. */
function ending(form: string, wanted: (fields: Fields) => Ending): Handler {
  return async (visit, c) => {
    const done = await ended(visit, wanted(fieldsOf(c)));
    if ('problem' in done) {
      return await shown(visit, c, { form, done, written: c.get('form') });
    }
    const { sessions } = await visit.ask('own-sessions');
    const goesOn = sessions.some(({ session }) => session === c.get('session')?.handle);
    return goesOn ? visit.leave(done) : c.redirect('/sign-in', 303);
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
    const problem = sentenceOf(visit.view.say, error);
    if (problem === undefined || refusalOf(error) !== undefined) {
      throw error;
    }
    return { problem };
  }
}
