import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import { printable } from '../../base/index.ts';
import { assetPath } from '../style/assets.ts';
import { COMMON } from '../texts/common.table.ts';
import { Menu } from './menu.tsx';
import { Switches } from './switches.tsx';
import type { View } from './view.ts';

export interface PageProps {
  readonly view: View;
  readonly title: string;
  /** One sentence below the title. */
  readonly lead?: string | undefined;
  /** Not a whole page's width: forms that stand alone, such as sign-in. */
  readonly narrow?: boolean;
  readonly children?: Child;
}

const HTMX = JSON.stringify({ includeIndicatorCSS: false });

/** The frame around every page. */
export function Page({ view, title, lead, narrow, children }: PageProps) {
  const { say, lang, theme, owner } = view;
  return (
    <html lang={lang} data-theme={theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme === 'auto' ? 'light dark' : theme} />
        <meta name="htmx-config" content={HTMX} />
        <title>{`${title} · ${owner} · Sfumato`}</title>
        <link rel="stylesheet" href={assetPath('sheet.css')} />
        <link rel="icon" href={assetPath('icon.svg')} type="image/svg+xml" />
        <script src={assetPath('htmx.js')} defer />
        <script type="module" src={assetPath('unreachable.js')} />
      </head>
      <body class={narrow ? 'narrow' : undefined}>
        <a class="skip" href="#main">
          {say(COMMON.skip)}
        </a>
        <Banner view={view} />
        <Menu view={view} />
        <main id="main" tabindex={-1}>
          <header class="title">
            <h1>{title}</h1>
            {lead === undefined ? null : (
              <p class="lead" dir="auto">
                {lead}
              </p>
            )}
          </header>
          {children}
        </main>
        <Footer view={view} />
      </body>
    </html>
  );
}

function Banner({ view }: { readonly view: View }) {
  const { say, owner, visitor, csrf } = view;
  return (
    <header class="banner">
      <a class="brand" href="/">
        <span class="mark" aria-hidden="true" />
        <span>Sfumato</span>
        <span class="owner">{owner}</span>
      </a>
      {visitor === undefined ? null : (
        <form class="visitor" method="post" action="/sign-out">
          <input type="hidden" name="csrf" value={csrf ?? ''} />
          <span>{say(COMMON.signedInAs, { person: visitor.person })}</span>
          <button type="submit" class="plain">
            {say(COMMON.signOut)}
          </button>
        </form>
      )}
    </header>
  );
}

function Footer({ view }: { readonly view: View }) {
  const { say, policy, owner } = view;
  return (
    <footer>
      <p>
        <strong>{owner}</strong>
        {policy === undefined ? null : (
          <>
            <span class="dot" aria-hidden="true">
              {' · '}
            </span>
            {say(COMMON.policyInForce)}: <strong>{policy}</strong>
          </>
        )}
      </p>
      <Switches view={view} />
    </footer>
  );
}

/** A field of a form, with what stands in it; values are escaped, so that none ends its tag. */
const FIELDS = /<input [^>]*>|<textarea[^>]*>[^<]*<\/textarea>/g;

/**
 * No words of other people act on a page or hide in it: what is signed is what is seen. A field holds its text as it was written, for it
 * is sent again as it stands there; a decision with what hides in it is refused by name, wherever it comes from.
 */
async function drawn(page: ReturnType<typeof Page>): Promise<string> {
  const text = String(await html`<!doctype html>${page}`);
  const fields = text.match(FIELDS) ?? [];
  return text
    .split(FIELDS)
    .map((part, at) => `${printable(part)}${fields[at] ?? ''}`)
    .join('');
}

/** Whether script that asked for a part of its own page gets another page: a sign-in, say. It is shown whole, else nothing would be. */
function isAnother(c: Context, status: number): boolean {
  const from = c.req.header('hx-current-url');
  if (from === undefined || status !== 200) {
    return from !== undefined;
  }
  // As the browser shows it: with its query, and with the place in it that a link led to.
  return !URL.canParse(from, c.req.url) || new URL(from, c.req.url).pathname !== new URL(c.req.url).pathname;
}

/** Answers with a page; `c.html` alone would leave out the doctype. */
export function answerPage(
  c: Context,
  page: ReturnType<typeof Page>,
  status: 200 | 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503 = 200,
) {
  c.header('Cache-Control', 'no-store');
  if (isAnother(c, status)) {
    for (const name of ['HX-Retarget', 'HX-Reselect']) {
      c.header(name, 'main');
    }
  }
  return c.html(drawn(page), status);
}
