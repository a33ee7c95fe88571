import type { Access, AccessContext } from '../../access/index.ts';
import { isSfumatoError, LIMITS, type SfumatoError } from '../../base/index.ts';
import type { Role } from '../../contract/index.ts';
import type { LocalVerb, RunVerb, VerbOutput } from '../../node/index.ts';
import { preferencesOf } from '../layout/preferences.ts';
import type { View } from '../layout/view.ts';
import { GROUNDS } from '../texts/grounds.table.ts';
import { type Say, valueText } from '../texts/say.ts';
import { siteMenu } from './menu.ts';
import { wordFor } from './names.ts';
import type { Notices } from './notices.ts';
import type { Done } from './outcome.ts';

/** What somebody is here now. */
interface Standing {
  readonly roles: readonly Role[];
  readonly guest: boolean;
  /** By which they are enrolled, unless it was revoked. */
  readonly key: string | undefined;
}

/** What the pages of a site stand on. They hold nothing themselves: whatever people see or do is a verb of the node. */
export interface SitePagesParts {
  readonly site: string;
  readonly run: RunVerb;
  /** The policy in force, “id@version”. */
  readonly policy: () => string;
  /** What the journal says of a person now. */
  readonly standingOf: (person: string) => Standing | undefined;
  /** Opens a person's sealed key by its passphrase for one piece of work. */
  readonly useKey: Access['useDecidingKey'];
  readonly nowMs: () => number;
  /** 32 hexadecimal digits that nobody can guess. */
  readonly randomId: () => string;
}

/** One visit to a page by somebody who is signed in. */
export interface Visit {
  readonly c: AccessContext;
  readonly parts: SitePagesParts;
  readonly view: View;
  readonly person: string;
  readonly roles: readonly Role[];
  /** Whether both factors still count; `soon-over` for the last minute: who begins to type a passphrase should get to send it. */
  readonly factors: Factors;
  /** What became of the form that led the visitor to this page, the first time that it is shown. */
  readonly news: Done | undefined;
  /** Leads to a page of ours that says what became of a form: its own, if none is named. A reload there does nothing again. */
  leave(done: Done, to?: string): Response;
  /** Has the node do a verb for the visitor. @throws SfumatoError as the verb does. */
  ask<V extends LocalVerb>(verb: V, input?: unknown, exported?: boolean): Promise<VerbOutput[V]>;
}

export type Factors = 'fresh' | 'soon-over' | 'over';

/** For how many minutes both factors count. */
export const STRONG_MINUTES = LIMITS.freshMs / 60_000;
/** After how many a page says that this is over soon. */
export const SOON_OVER_MINUTES = STRONG_MINUTES - 1;

function factorsOf(ageMs = Number.POSITIVE_INFINITY): Factors {
  return ageMs < SOON_OVER_MINUTES * 60_000 ? 'fresh' : ageMs <= LIMITS.freshMs ? 'soon-over' : 'over';
}

/** Takes a request up. The roles are those that the journal has at this moment, whatever they were at sign-in. */
export function visitOf(c: AccessContext, parts: SitePagesParts, notices: Notices): Visit {
  const session = c.get('session');
  const { person = '', strongAgeMs, handle = '' } = session ?? {};
  const { pathname } = new URL(c.req.url);
  const { roles = [], guest = false } = parts.standingOf(person) ?? {};
  const actor = {
    person,
    roles,
    guest,
    via: 'page' as const,
    // In the time by which the node judges, which may be ahead of the clock.
    ...(strongAgeMs !== undefined && { strongAtMs: parts.nowMs() - strongAgeMs }),
  };
  return {
    c,
    parts,
    person,
    roles,
    news: c.req.method === 'GET' ? notices.take(handle, pathname) : undefined,
    leave(done, to = pageOf(c.req.method, pathname)) {
      notices.leave(handle, to, done);
      return c.redirect(to, 303);
    },
    view: { ...viewOf(c, parts, { person, roles }), csrf: c.get('csrfToken')() },
    factors: factorsOf(strongAgeMs),
    ask: (verb, input = {}, exported = false) =>
      parts.run({ verb, input, actor, exported, signal: c.req.raw.signal, onProgress: () => undefined }),
  };
}

/** The frame of a page; without a visitor, as before sign-in, it has no menu. */
export function viewOf(
  c: AccessContext,
  parts: Pick<SitePagesParts, 'site' | 'policy'>,
  visitor?: View['visitor'],
): View {
  const preferences = preferencesOf(c);
  const { pathname, search } = new URL(c.req.url);
  return {
    ...preferences,
    path: `${pageOf(c.req.method, pathname)}${c.req.method === 'GET' ? search : ''}`,
    owner: parts.site,
    nav: visitor === undefined ? [] : siteMenu(preferences.say),
    policy: parts.policy(),
    visitor,
  };
}

/** The page at a path: what is sent to “/page/what” is a form of the page. */
export function pageOf(method: string, path: string): string {
  return method === 'GET' ? path : path.replace(/\/[^/]*$/, '') || '/';
}

/**
 * Why a verb was not done, in words for the person who asked: those of the ground that the node names; where it names none, its own sentence
 * if it is about what was asked for, else none.
 */
export function sentenceOf(say: Say, error: unknown): string | undefined {
  const ground = groundOf(error);
  if (ground !== undefined) {
    return groundText(say, ground);
  }
  return isSfumatoError(error) &&
    ['approval-missing', 'wrong-use', 'policy-invalid', 'not-allowed'].includes(error.code)
    ? withoutCommands(error.message)
    : undefined;
}

/** On which ground of the list a decision was not taken, where it was one. */
export function groundOf(error: unknown): SfumatoError['ground'] {
  return isSfumatoError(error) ? error.ground : undefined;
}

/** A ground in words. */
export function groundText(say: Say, { code, values }: NonNullable<SfumatoError['ground']>): string {
  return wordFor(say, GROUNDS, code).replace(/\{(\w+)\}/g, (whole, name: string) =>
    valueText(say, name, values[name] ?? whole),
  );
}

/** Whether the node refused what was asked for itself. */
export function isAboutDecision(error: unknown): boolean {
  return isSfumatoError(error) && error.code === 'wrong-use';
}

/** Whoever reads it has pages: the commands that a sentence names are for those who type them. */
function withoutCommands(sentence: string): string {
  return sentence.replace(/ \(`sfumato [^`]*`\)/g, '').replace(/[;:] (?:[^;:`]* )?`sfumato [^`]*`[^.;`]*/g, '');
}

/** Whether a verb was refused for the roles of who asked, or because factors have to be shown again. */
export function refusalOf(error: unknown): 'not-allowed' | 'not-fresh' | undefined {
  return isSfumatoError(error) && (error.code === 'not-allowed' || error.code === 'not-fresh') ? error.code : undefined;
}

/** What the visitor's roles don't show is left out. */
export async function ifAllowed<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (refusalOf(error) === 'not-allowed') {
      return undefined;
    }
    throw error;
  }
}

/** What the node says isn't there is `undefined`; what roles don't allow is said as such. */
export async function ifThere<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isSfumatoError(error) && error.code === 'wrong-use') {
      return undefined;
    }
    throw error;
  }
}

/** A number in an address, from 0; `undefined` for what is none. */
export function wholeNumber(text: string | undefined): number | undefined {
  return /^(0|[1-9]\d{0,14})$/.test(text ?? '') ? Number(text) : undefined;
}
