import type { Context } from 'hono';
import { preferencesOf } from '../layout/preferences.ts';
import type { View } from '../layout/view.ts';
import { FEDERATION } from '../texts/federation.table.ts';
import { RESEARCH } from '../texts/research.table.ts';
import type { Say } from '../texts/say.ts';
import type { Fields } from './question-form.ts';

/** A form as it was sent. */
interface SentFields extends Fields {
  entries(): readonly (readonly [name: string, value: string])[];
}

/** What the shell before these pages puts into each request. */
export interface ResearchEnv {
  Variables: { form: SentFields; csrfToken: () => string; browser: string | undefined };
}
export type ResearchContext = Context<ResearchEnv>;

/** Whose pages these are: the workbench's, where no coordinator is named. */
export interface Frame {
  readonly policy: string | undefined;
  readonly coordinator?: string;
}

/** The frame of a page. */
export function researchView(c: ResearchContext, frame: Frame): View {
  return { ...bareView(c, frame), csrf: c.get('csrfToken')() };
}

/** The same for a page without forms. */
export function bareView(c: Context, { policy, coordinator }: Frame): View {
  const preferences = preferencesOf(c);
  const { say } = preferences;
  const { pathname, search } = new URL(c.req.url);
  const items = [
    { href: '/', label: say(RESEARCH.question) },
    { href: '/answers', label: say(RESEARCH.answers) },
    coordinator === undefined
      ? { href: '/saved', label: say(RESEARCH.savedQuestions) }
      : { href: '/federation', label: say(FEDERATION.federation) },
  ];
  return {
    ...preferences,
    path: `${pathname}${search}`,
    nav: [{ items }],
    policy,
    owner: coordinator === undefined ? say(RESEARCH.owner) : ownerOf(say, coordinator),
  };
}

/** A coordinator with its name, if it has one of its own. */
function ownerOf(say: Say, name: string): string {
  return name === 'coordinator' ? say(FEDERATION.coordinator) : `${say(FEDERATION.coordinator)} ${name}`;
}
