import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Browser, type OpenPages, openPages, PASSPHRASE } from './open-pages.ts';
import { OPERATORS_PATHS, PAGE_PATHS } from './page-paths.table.ts';

const REASON = 'Reported by the ward, "see <mail>"; 2 of 2.';
const WRITTEN = { 'freeze-scope': 'project:lung-imaging', 'freeze-reason': REASON };
const ACTION = '/incidents/freeze';

let site: OpenPages;
beforeAll(async () => {
  site = await openPages();
});
afterAll(() => site.close());
beforeEach(() => void site.node.ctx.sessions.endAllOf('noor'));

const isFrozen = (): boolean => site.node.ctx.governance.decisions.frozen.has('project:lung-imaging');
const LETTERS: Readonly<Record<string, string>> = { quot: '"', lt: '<', gt: '>', '#39': "'", amp: '&' };
const unescaped = (text: string): string =>
  text.replace(/&(quot|lt|gt|#39|amp);/g, (_, name: string) => LETTERS[name] ?? '');

/** What a form of a page would send. */
function sentBy(page: string, action: string): Record<string, string> {
  const form = page.split('<form').find((one) => one.includes(`action="${action}"`)) ?? '';
  const inputs = form.split('</form>')[0]?.match(/<input type="hidden"[^>]*>/g) ?? [];
  return Object.fromEntries(
    inputs.map((one) => ['name', 'value'].map((at) => unescaped(new RegExp(` ${at}="([^"]*)"`).exec(one)?.[1] ?? ''))),
  );
}

/** Sends fields as they are, by whatever token is among them. */
async function post(browser: Browser, fields: Record<string, string>, action = ACTION) {
  const answer = await site.app.request(`http://localhost:8400${action}`, {
    method: 'POST',
    headers: {
      ...{ host: 'localhost:8400', cookie: browser.cookie, 'sec-fetch-site': 'same-origin' },
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, page: await answer.text() };
}

/** A form that was opened in a session, and sent after it ended. */
async function expired() {
  const browser = site.browser('noor');
  const { csrf = '' } = sentBy(await (await browser.get('/incidents')).text(), ACTION);
  site.node.ctx.sessions.endAllOf('noor');
  return await post(browser, { csrf, ...WRITTEN, 'freeze-passphrase': PASSPHRASE });
}

describe('a session that ended', () => {
  it('is told of at the sign-in, with how long one lasts, and not to who never had one or signed out', async () => {
    const browser = site.browser('noor');
    site.node.ctx.sessions.endAllOf('noor');
    const page = await (await browser.get('/sign-in?next=/incidents')).text();
    expect(page).toContain('Your session has ended: one lasts 30 minutes without use and 10 hours at most');
    const fresh = await (await site.browser('nobody').get('/sign-in')).text();
    expect(fresh).toContain('You stay signed in for 10 hours at most, and for 30 minutes without use.');
    expect(fresh).not.toContain('Your session has ended');
    const left = site.browser('noor');
    await left.post({ path: '/incidents', form: '/sign-out', action: '/sign-out' }, {});
    expect(await (await left.get('/sign-in')).text()).not.toContain('Your session has ended');
  });

  it('gives a policy’s long document back, to whoever had it alone', async () => {
    const document = `# ${'Why each limit is what it is. '.repeat(4_000)}`;
    expect(document.length).toBeGreaterThan(100_000);
    const path = '/policy/new/compare';
    const browser = site.browser('noor');
    const { csrf = '' } = sentBy(await (await browser.get('/policy/new')).text(), path);
    site.node.ctx.sessions.endAllOf('noor');
    const { status, page } = await post(browser, { csrf, 'new-document': document }, path);
    expect(status).toBe(403);
    expect(sentBy(page, path)['new-document']).toBe(document);
    const again = await post(site.browser('noor'), sentBy(page, path), path);
    expect(again.page).toContain('This is no policy that the site could work under.');
    expect((await post(site.browser('nobody'), { csrf, 'new-document': document }, path)).status).toBe(413);
    // Where no document is asked for, nothing so long is read of anybody.
    expect((await post(browser, { csrf, 'freeze-reason': document })).status).toBe(413);
  });
});

describe('a form that is sent after its session ended', () => {
  it('is given back with what was written and no secret, and is taken after the next sign-in', async () => {
    const { status, page } = await expired();
    expect([status, isFrozen()]).toEqual([403, false]);
    expect(page).toContain('What you wrote is kept on this page');
    expect(page).toContain('Reported by the ward, &quot;see &lt;mail&gt;&quot;; 2 of 2.</span>');
    expect(page).toMatch(/href="\/sign-in" target="_blank"/);
    expect(page).not.toContain(PASSPHRASE);
    const kept = sentBy(page, ACTION);
    expect(kept).toMatchObject(WRITTEN);
    const again = await post(site.browser('noor'), kept);
    // Nothing is done before the passphrase is there, and its lack is no try.
    expect([again.status, isFrozen()]).toEqual([422, false]);
    expect(again.page).toContain(unescaped(REASON).replaceAll('"', '&quot;').replace('<', '&lt;').replace('>', '&gt;'));
    expect(again.page).toMatch(/id="freeze-passphrase"[^>]*aria-invalid="true"/);
    expect(again.page).toContain('Type your passphrase');
  });

  it('is not taken while nobody is signed in, and after a restart, or by another person, is given back with a token of theirs', async () => {
    const { page } = await expired();
    const nobody = await post(site.browser('nobody'), sentBy(page, ACTION));
    expect([nobody.status, sentBy(nobody.page, ACTION)['freeze-reason']]).toEqual([403, REASON]);
    const mira = site.browser('mira');
    const other = await post(mira, sentBy(page, ACTION));
    expect(other.status).toBe(403);
    expect(other.page).toContain('and you are signed in');
    const fields = { ...sentBy(other.page, ACTION), 'freeze-passphrase': PASSPHRASE };
    expect(isFrozen()).toBe(false);
    expect((await post(mira, fields)).status).toBe(303);
    expect(isFrozen()).toBe(true);
  });

  it('is given back to nobody from another site, and never where it held nothing but secrets', async () => {
    const browser = site.browser('nobody');
    const foreign = await site.app.request(`http://localhost:8400${ACTION}`, {
      method: 'POST',
      headers: {
        ...{ host: 'localhost:8400', cookie: site.browser('noor').cookie, 'sec-fetch-site': 'cross-site' },
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(WRITTEN),
    });
    expect(await foreign.text()).not.toContain('Reported by the ward');
    for (const [action, fields] of [
      ['/sign-in', { person: 'noor', password: 'secret-one', code: '123456' }],
      ['/step-up', { password: 'secret-one', code: '123456', next: '/' }],
      ['/enrol/factors', { invitation: 'secret-one', password: 'secret-one', again: 'secret-one' }],
      ['/deciding-key', { passphrase: 'secret-one', again: 'secret-one', replace: 'yes' }],
      ['/inbox/00/approve', { 'approve-passphrase': 'secret-one' }],
    ] as const) {
      const { page } = await post(browser, { csrf: 'x', ...fields }, action);
      expect(page, action).not.toMatch(/secret-one|123456|id="written"/);
    }
  });

  it('holds back every field of these pages that hides what is typed', async () => {
    const names = new Set<string>();
    for (const [name, paths] of [
      ['noor', PAGE_PATHS],
      ['mira', PAGE_PATHS],
      ['otto', OPERATORS_PATHS],
    ] as const) {
      for (const path of paths) {
        const page = await (await site.browser(name).get(path)).text();
        for (const [input] of page.matchAll(/<input[^>]*type="password"[^>]*>/g)) {
          names.add(/ name="([^"]*)"/.exec(input)?.[1] ?? '');
        }
      }
    }
    expect(names.size).toBeGreaterThan(5);
    const secrets = Object.fromEntries([...names].map((name) => [name, 'secret-one']));
    const { page } = await post(site.browser('nobody'), { ...secrets, 'freeze-reason': REASON });
    expect(page).toContain('id="written"');
    expect(page).not.toContain('secret-one');
  });
});
