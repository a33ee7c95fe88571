import type { Context } from 'hono';
import { preferencesOf } from '../layout/preferences.ts';
import type { View } from '../layout/view.ts';
import { RESEARCH } from '../texts/research.table.ts';
import type { Desk } from './desk.ts';
import type { Fields } from './question-form.ts';

/** What the shell before these pages puts into each request. */
export interface ResearchEnv {
  Variables: { form: Fields; csrfToken: () => string };
}
export type ResearchContext = Context<ResearchEnv>;

/** The frame of a page of the workbench. */
export function researchView(c: ResearchContext, desk: Pick<Desk, 'policy'>): View {
  return { ...bareView(c, desk), csrf: c.get('csrfToken')() };
}

/** The same for a page without forms. */
export function bareView(c: Context, { policy }: Pick<Desk, 'policy'>): View {
  const preferences = preferencesOf(c);
  const { say } = preferences;
  const { pathname, search } = new URL(c.req.url);
  const items = [
    { href: '/', label: say(RESEARCH.question) },
    { href: '/answers', label: say(RESEARCH.answers) },
    { href: '/saved', label: say(RESEARCH.savedQuestions) },
  ];
  return { ...preferences, path: `${pathname}${search}`, owner: say(RESEARCH.owner), nav: [{ items }], policy };
}
