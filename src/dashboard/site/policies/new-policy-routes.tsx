import type { Hono } from 'hono';
import type { AccessEnv } from '../../../access/index.ts';
import { answerPage } from '../../layout/page.tsx';
import { CHANGES } from '../../texts/changes.table.ts';
import { decisionRoute, type Fields, type PageOf, type Reading, statusOf } from '../decide.ts';
import { formRoute } from '../form-route.ts';
import type { Guard } from '../guard.tsx';
import { refusalOf, sentenceOf, type Visit } from '../visit.ts';
import { type Drafted, NewPolicyPage, shownFor } from './new-policy.tsx';

/** Forms that hold a policy's whole document: longer than others may be. */
export const POLICY_FORMS = ['/policy/new/compare', '/policy/new/approve'] as const;

/** A policy that isn't on record yet: its document is pasted, compared with the one in force, and then approved. */
export function newPolicyRoutes(app: Hono<AccessEnv>, guard: Guard): void {
  const [compare, approve] = POLICY_FORMS;
  app.get('/policy/new', guard(shown));
  // Nothing is done by a comparison; a document is too long for an address.
  formRoute(
    app,
    compare,
    guard((visit, c) => shown(visit, c)),
  );
  decisionRoute(app, guard, { path: approve, form: 'new', page: shown, read: approval });
}

const shown: PageOf = async (visit, c, told) => {
  const document = textOf(c.get('form').one('new-document') ?? '');
  const drafted = document === '' ? undefined : await draftedOf(visit, document);
  const status = drafted?.problem === undefined ? statusOf(told) : 422;
  return answerPage(c, <NewPolicyPage {...{ visit, told, drafted }} />, status);
};

/** Browsers send the ends of lines as CR LF. */
function textOf(field: string): string {
  const text = field.replaceAll('\r\n', '\n').trim();
  return text === '' ? '' : `${text}\n`;
}

async function draftedOf(visit: Visit, document: string): Promise<Drafted> {
  try {
    return { document, draft: await visit.ask('policy-draft', { document, toApprove: true }) };
  } catch (error) {
    const problem = sentenceOf(visit.view.say, error);
    if (problem === undefined || refusalOf(error) !== undefined) {
      throw error;
    }
    return { document, problem };
  }
}

/** What is signed is what was shown: another policy may have come into force since. */
async function approval(fields: Fields, visit: Visit): Promise<Reading> {
  const document = textOf(fields.text('document'));
  const { draft, problem = '' } = await draftedOf(visit, document);
  if (draft === undefined) {
    return { problem };
  }
  if (shownFor(draft) !== fields.text('shown')) {
    return { problem: visit.view.say(CHANGES.otherThanShown) };
  }
  const { name, deidentification, disclosure, from } = draft;
  return { kind: 'policy', body: { name, deidentification, disclosure, from }, document };
}
