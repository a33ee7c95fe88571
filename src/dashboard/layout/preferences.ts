import type { Context, Env, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { LANGS, type Lang, langOf, type Say, sayIn } from '../texts/say.ts';
import { THEMES, type Theme } from './view.ts';

/** Where the switches of language and appearance lead. */
export const PREFERENCES_PATH = '/preferences';

const YEAR_SECONDS = 31_536_000;

/** How a visitor wants pages: from cookies that hold nothing else, and what the browser says. */
export function preferencesOf(c: Context): { readonly lang: Lang; readonly theme: Theme; readonly say: Say } {
  const lang = langOf(getCookie(c, 'lang'), c.req.header('accept-language'));
  const chosen = getCookie(c, 'theme');
  return { lang, theme: THEMES.find((theme) => theme === chosen) ?? 'auto', say: sayIn(lang) };
}

/** Remembers what the switches say, and leads back to the page where they stood. */
export function preferenceRoutes<E extends Env>(app: Hono<E>): void {
  app.get(PREFERENCES_PATH, (c) => {
    remember(c, 'lang', LANGS);
    remember(c, 'theme', THEMES);
    return c.redirect(localPath(c.req.query('back')), 303);
  });
}

function remember(c: Context, name: string, values: readonly string[]): void {
  const wanted = c.req.query(name);
  if (wanted !== undefined && values.includes(wanted)) {
    setCookie(c, name, wanted, { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: YEAR_SECONDS });
  }
}

/** A path of our own, or the first page: nobody is led elsewhere by a link to us. */
export function localPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : '/';
}
