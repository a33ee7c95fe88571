import type { Hono } from 'hono';
import type { AccessContext, AccessEnv, Form } from '../../access/index.ts';
import { dayEnd, dayStart } from '../../base/index.ts';
import type { Told } from './deciding.tsx';
import { formRoute } from './form-route.ts';
import type { Guard, Handler } from './guard.tsx';
import type { Failed } from './outcome.ts';
import { propose, type Wanted } from './propose.ts';
import type { Visit } from './visit.ts';

/** Draws the page on which a form stands; with a form that came to nothing, where there is one. */
export type PageOf = (visit: Visit, c: AccessContext, told?: Told) => Promise<Response>;

/** What a form asks for, read from its fields; or why that is nothing to ask for. */
export type Reading = Pick<Wanted, 'kind' | 'body' | 'document'> | Failed;

/** A form that decides: its name, what its fields say, and its page. */
export interface DecisionRoute {
  readonly form: string;
  readonly read: (fields: Fields, visit: Visit, c: AccessContext) => Reading | Promise<Reading>;
  readonly page: PageOf;
}

/** The fields of one form, by their names without the form's. */
export interface Fields {
  /** A field, trimmed; empty where it wasn't filled in. */
  text(name: string): string;
  all(name: string): readonly string[];
}

/**
 * Takes a form at a path: writes what it asks for, has the visitor's key sign it, and hands it in. What did something leads back to the
 * page, so that a reload signs nothing again; what didn't is drawn again as it was written.
 */
export function decisionRoute(app: Hono<AccessEnv>, guard: Guard, route: DecisionRoute & { readonly path: string }) {
  const { form, read, page, path } = route;
  const take: Handler = async (visit, c) => {
    const written = c.get('form');
    const fields = fieldsOf(form, written);
    const wanted = await read(fields, visit, c);
    const signed = { reason: fields.text('reason'), passphrase: written.one(`${form}-passphrase`) ?? '' };
    const done = 'problem' in wanted ? wanted : await propose(visit, { ...wanted, ...signed });
    return 'problem' in done ? await page(visit, c, { form, done, written }) : visit.leave(done);
  };
  formRoute(app, path, guard(take));
}

function fieldsOf(form: string, written: Form): Fields {
  return {
    text: (name) => (written.one(`${form}-${name}`) ?? '').trim(),
    all: (name) => written.all(`${form}-${name}`),
  };
}

/** The status of a page, on which a form may have come to nothing. */
export function statusOf(told: Told | undefined): 200 | 422 {
  return told === undefined ? 200 : 422;
}

/** A day that a form names, in milliseconds since 1970-01-01 UTC, or the moment on which it ends; `undefined` for what is no day. */
export function dayOf(text: string, end: 'begins' | 'ends' = 'begins'): number | undefined {
  const day = text.replace(GERMAN_DAY, '$3-$2-$1');
  return end === 'ends' ? dayEnd(day) : dayStart(day);
}

/** As pages in German write days. */
const GERMAN_DAY = /^(\d\d)\.(\d\d)\.(\d{4})$/;
