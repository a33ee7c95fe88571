import type { Hono } from 'hono';
import type { AccessContext, AccessEnv } from '../../access/index.ts';
import { answerPage } from '../layout/page.tsx';
import { CONSENT } from '../texts/consent.table.ts';
import { writtenText } from '../texts/say.ts';
import { ConsentPage } from './consent.tsx';
import { type PageOf, statusOf } from './decide.ts';
import { failedAt } from './field-problems.ts';
import { formRoute } from './form-route.ts';
import type { Guard, Handler } from './guard.tsx';
import type { Outcome } from './outcome.ts';
import { refusalOf, sentenceOf, type Visit } from './visit.ts';

/** A list of patients is longer than other forms. */
export const LIST_FORM = '/consent/add';

/** What patients said: the lists that wait, and the form that takes one. Nothing of it is on record but what each publish says. */
export function consentRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  app.get('/consent', guard(shown));
  formRoute(app, LIST_FORM, guard(add));
}

const shown: PageOf = async (visit, c, told) => {
  const standing = await visit.ask('consent');
  return answerPage(c, <ConsentPage {...{ visit, told, standing }} />, statusOf(told));
};

const add: Handler = async (visit, c) => {
  const done = await sealed(visit, c);
  return 'problem' in done
    ? await shown(visit, c, { form: 'consent', done, written: c.get('form') })
    : visit.leave(done);
};

async function sealed(visit: Visit, c: AccessContext): Promise<Outcome> {
  const { say } = visit.view;
  const form = c.get('form');
  const text = form.one('consent-patients') ?? '';
  const input = { text, scopes: form.all('consent-scopes'), verbatim: form.all('consent-verbatim').length > 0 };
  try {
    const { lines, withIssuer, effectiveFrom } = await visit.ask('consent-add', input);
    return { outcome: say(CONSENT.sealed, { lines, withIssuer, from: writtenText(say, effectiveFrom) }) };
  } catch (error) {
    const problem = sentenceOf(say, error);
    if (problem === undefined || refusalOf(error) !== undefined) {
      throw error;
    }
    return failedAt(say, [['patients', problem]]);
  }
}
