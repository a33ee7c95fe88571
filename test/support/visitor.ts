/** What a server answered. */
export interface Seen {
  readonly status: number;
  readonly text: string;
  /** Where it leads, as a path. */
  readonly to: string;
}

/** A browser at one address: it keeps its cookie, follows nothing by itself, and sends forms as browsers do. */
export interface Visitor {
  get(path: string): Promise<Seen>;
  /** Fills the form at `action` on the page at `path` in, and sends it; a form that only a sent form shows goes by the token of `shown`. */
  send(path: string, action: string, fields: Readonly<Record<string, string>>, shown?: string): Promise<Seen>;
}

export function visitorAt(origin: string): Visitor {
  let cookie = '';
  const ask = async (path: string, init: RequestInit = {}): Promise<Seen> => {
    const headers = { cookie, accept: 'text/html', ...init.headers };
    const answer = await fetch(`${origin}${path}`, { ...init, headers, redirect: 'manual' });
    cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') ?? '' };
  };
  return {
    get: (path) => ask(path),
    async send(path, action, fields, shown = action) {
      const page = await ask(path);
      const form = page.text.split('<form').find((one) => one.includes(`action="${shown}"`));
      if (form === undefined) {
        throw new Error(`${path} has no form for ${shown}: ${page.status} ${page.to}`);
      }
      const [, csrf = ''] = /name="csrf" value="([^"]*)"/.exec(form) ?? [];
      const body = new URLSearchParams({ csrf, ...fields });
      return await ask(action, { method: 'POST', headers: { origin, 'sec-fetch-site': 'same-origin' }, body });
    },
  };
}
