import type { Hono } from 'hono';
import type { AccessContext, AccessEnv, Form } from '../../access/index.ts';
import { dayEnd, dayStart } from '../../base/index.ts';
import type { Told } from './deciding.tsx';
import type { Guard } from './guard.tsx';
import { propose, type Wanted } from './propose.ts';
import type { Visit } from './visit.ts';

/** Draws the page on which a form stands, with what became of the form. */
export type PageOf = (visit: Visit, c: AccessContext, told?: Told) => Promise<Response>;

/** What a form asks for, read from its fields; or why that is nothing to ask for. */
export type Reading = Pick<Wanted, 'kind' | 'body' | 'document'> | { readonly problem: string };

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

/** Takes a form at a path: writes what it asks for, has the visitor's key sign it, hands it in, and draws the page again. */
export function decisionRoute(app: Hono<AccessEnv>, guard: Guard, route: DecisionRoute & { readonly path: string }) {
  const { form, read, page, path } = route;
  app.post(
    path,
    guard(async (visit, c) => {
      const written = c.get('form');
      const fields = fieldsOf(form, written);
      const wanted = await read(fields, visit, c);
      const signed = { reason: fields.text('reason'), passphrase: written.one(`${form}-passphrase`) ?? '' };
      const done = 'problem' in wanted ? wanted : await propose(visit, { ...wanted, ...signed });
      return await page(visit, c, { form, done, written });
    }),
  );
}

function fieldsOf(form: string, written: Form): Fields {
  return {
    text: (name) => (written.one(`${form}-${name}`) ?? '').trim(),
    all: (name) => written.all(`${form}-${name}`),
  };
}

/** The status of a page with what became of its form. */
export function statusOf(told: Told | undefined): 200 | 422 {
  return told !== undefined && 'problem' in told.done ? 422 : 200;
}

/** A day that a form names, in milliseconds since 1970-01-01 UTC, or the moment on which it ends; `undefined` for what is no day. */
export function dayOf(text: string, end: 'begins' | 'ends' = 'begins'): number | undefined {
  return end === 'ends' ? dayEnd(text) : dayStart(text);
}
