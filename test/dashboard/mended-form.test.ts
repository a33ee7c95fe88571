import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessEnv, AccessPage } from '../../src/access/index.ts';
import { drawAccess } from '../../src/dashboard/index.ts';
import { waitingIn } from './markup.ts';
import { type OpenPages, openPages, PASSPHRASE } from './open-pages.ts';

let site: OpenPages;
beforeAll(async () => {
  site = await openPages();
});
afterAll(() => site.close());

const signed = (form: string) => ({
  [`${form}-reason`]: 'Decided at the meeting.',
  [`${form}-passphrase`]: PASSPHRASE,
});
const BUDGET = ['/budgets/project:lung-imaging', '/budgets/project%3Alung-imaging/grant'] as const;
const grant = (name: 'mira' | 'noor', epsilon: string) =>
  site.browser(name).send(...BUDGET, { 'grant-epsilon': epsilon, ...signed('grant') });

/** The field of a page, and what is said of it. */
const wrongIn = (page: string): readonly (readonly [field: string, error: string])[] =>
  [...page.matchAll(/id="([\w-]+)-error">([^<]*)</g)].map(([, name = '', error = '']) => [name, error] as const);

describe('a form that is not in its form', () => {
  it.each([
    [...BUDGET, { 'grant-epsilon': 'much' }, 'grant-epsilon', 'This takes a number such as 2.5'],
    ['/incidents', '/incidents/freeze', { 'freeze-scope': 'all' }, 'freeze-scope', 'This takes node, project:NAME'],
    [
      ...['/agreements', '/agreements/publish', { 'publish-name': 'A b', 'publish-text': 'x'.repeat(60) }],
      ...['publish-name', 'This takes 1 to 63 lower-case letters'],
    ],
    [
      ...['/projects/lung-imaging', '/projects/lung-imaging/amend', { 'amend-ends': 'soon' }],
      ...['amend-ends', 'This takes a day such as 2026-01-31.'],
    ],
    [
      ...['/projects/lung-imaging', '/projects/lung-imaging/amend', { 'amend-purpose': 'x' }],
      ...['amend-purpose', 'This takes at least 3 characters.'],
    ],
  ] as const)(
    'of %s says which field it is and what that takes, and leads there',
    async (path, action, fields, name, said) => {
      const [form = ''] = name.split('-');
      const sent = await site.browser('noor').send(path, action, { ...signed(form), ...fields });
      const page = await sent.text();
      expect(sent.status).toBe(422);
      expect(wrongIn(page)).toEqual([[name, expect.stringContaining(said)]]);
      expect(page).toMatch(new RegExp(`<(input|textarea)[^>]* id="${name}"[^>]*aria-invalid="true"[^>]*autofocus`));
      expect(page.match(/ autofocus/g)).toHaveLength(1);
    },
  );

  it('names a short reason, too, and what else is wrong has the focus itself', async () => {
    const short = { 'grant-epsilon': '1', 'grant-reason': 'So.', 'grant-passphrase': PASSPHRASE };
    const page = await (await site.browser('noor').send(...BUDGET, short)).text();
    expect(wrongIn(page)).toEqual([['grant-reason', 'This takes at least 10 characters.']]);
    const wrong = { 'grant-epsilon': '1', ...signed('grant'), 'grant-passphrase': 'wrong' };
    const told = await (await site.browser('noor').send(...BUDGET, wrong)).text();
    expect(wrongIn(told)).toEqual([['grant-passphrase', 'No key of yours opens with this passphrase.']]);
    expect(told).toMatch(/ id="grant-passphrase"[^>]* autofocus/);
    await grant('noor', '1.75');
    const same = await (await grant('noor', '1.75')).text();
    expect(same).toMatch(/class="notice bad" role="alert" tabindex="-1" autofocus/);
  });
});

describe('what is wrong', () => {
  it('with an amount or a scope is said at its field', async () => {
    for (const [epsilon, said] of [
      ['-50', 'The cap would fall below 0: ε 20 is granted now'],
      ['0', 'A change of 0 changes nothing'],
    ] as const) {
      const page = await (await grant('noor', epsilon)).text();
      expect(wrongIn(page)).toEqual([['grant-epsilon', expect.stringContaining(said)]]);
    }
    const freeze = { 'freeze-scope': 'project:lunk-imaging', ...signed('freeze') };
    const page = await (await site.browser('noor').send('/incidents', '/incidents/freeze', freeze)).text();
    expect(wrongIn(page)).toEqual([['freeze-scope', expect.stringContaining('lung-imaging')]]);
  });

  it('with an enrolment is said at its field, which has the focus', async () => {
    const factors = { person: 'mira', invitation: 'x', qr: 'data:,', secret: 'x', passkeys: false } as const;
    for (const [page, field] of [
      [{ kind: 'enrol', problem: 'invitation-not-right' }, 'invitation'],
      [{ kind: 'enrol-factors', problem: 'passwords-differ', ...factors }, 'again'],
      [{ kind: 'enrol-factors', problem: 'code-not-right', ...factors }, 'code'],
      [
        { kind: 'deciding-key', problem: 'passphrase-too-short', publicKey: undefined, person: 'zoe', made: false },
        'passphrase',
      ],
    ] as const) {
      const text = await drawn(page);
      expect(wrongIn(text).map(([name]) => name)).toEqual([field]);
      expect(text).toMatch(new RegExp(`<input[^>]* id="${field}"[^>]*autofocus`));
      expect(text.match(/ autofocus/g)).toHaveLength(1);
    }
  });
});

describe('a person who has a key and no role yet', () => {
  it('is told who gets the public key, and on other pages where it stands', async () => {
    const made = await drawn({
      kind: 'deciding-key',
      problem: undefined,
      publicKey: 'A'.repeat(43),
      person: 'zoe',
      made: false,
    });
    expect(made).toMatch(/It counts once you are enrolled with it.*node\.yaml.*your roles are none/s);
    const none = await drawn({
      kind: 'deciding-key',
      problem: undefined,
      publicKey: undefined,
      person: 'zoe',
      made: false,
    });
    expect(none).not.toContain('node.yaml');
    const key = (name: string) => site.node.ctx.governance.standingOf(name)?.key;
    // A form's own notice that it wasn't sent lies in a template until that comes to pass.
    expect(made.replaceAll(/<template class="unsent">.*?<\/template>/gs, '')).not.toMatch(/role="(status|alert)"/);
    const counts = await drawn({ kind: 'deciding-key', publicKey: key('noor'), person: 'noor', made: false });
    expect(counts).toContain('You are enrolled with this key');
    expect(counts).not.toContain('It counts once you are enrolled with it');
    const other = await drawn({ kind: 'deciding-key', publicKey: key('noor'), person: 'mira', made: false });
    expect(other).toContain('You are still enrolled with another key than this one');
    expect(other).toContain('Until then your roles and your pages stay as they are');
    expect(other).not.toMatch(/your roles are none|node\.yaml/);
    const { people } = site.node.ctx;
    people.update('zoe', () => ({ ...people.read('noor')!, person: 'zoe' }));
    const budgets = await site.browser('zoe' as 'noor').get('/budgets');
    expect([budgets.status, await budgets.text()]).toEqual([403, expect.stringContaining('/deciding-key shows')]);
  });
});

describe('what became of a form', () => {
  it('is told where one goes on: announced, and with the focus', async () => {
    const page = await (await grant('noor', '0.75')).text();
    expect(page).toMatch(/class="notice good" role="status" tabindex="-1" autofocus/);
    expect(page).toContain('Still missing: the signature of: privacy officer');
    const inbox = await (await site.browser('mira').get('/inbox')).text();
    expect(inbox).toContain('<td>project lung-imaging: ε +0.75</td>');
    const one = await (await site.browser('mira').get(`/inbox/${waitingIn(page)}`)).text();
    expect(one).toMatch(/<dt>Still missing<\/dt><dd[^>]*>the signature of: privacy officer</);
  });
});

describe('what the node says', () => {
  it('names no command on a page: the same decision is a link', async () => {
    const id = waitingIn(await (await grant('noor', '0.25')).text());
    const again = await (await grant('mira', '0.25')).text();
    expect(again).toContain('The same waits for signatures, signed by noor, because “');
    expect(waitingIn(again)).toBe(id);
    const form = { 'unfreeze-scope': 'analyst:zoe', ...signed('unfreeze') };
    const forged = { path: '/', form: '/sign-out', action: '/incidents/unfreeze' };
    const page = await (await site.browser('noor').forge(forged, form)).text();
    expect(page).toContain('Nothing is frozen as analyst:zoe.<');
    expect(again + page).not.toContain('sfumato ');
  });
});

describe('less budget', () => {
  it('is proposed as such, and whoever approves it sees that', async () => {
    const page = await (await site.browser('noor').get(BUDGET[0])).text();
    expect(page).toContain('Propose more or less budget');
    const id = waitingIn(await (await grant('noor', '-1.5')).text());
    const inbox = await (await site.browser('mira').get('/inbox')).text();
    expect(inbox).toMatch(new RegExp(`/inbox/${id}"[^>]*>Less budget<`));
    expect(await (await site.browser('mira').get(`/inbox/${id}`)).text()).toContain('<h1>Less budget</h1>');
    const more = waitingIn(await (await grant('noor', '1.5')).text());
    expect(await (await site.browser('mira').get(`/inbox/${more}`)).text()).toContain('<h1>More budget</h1>');
  });
});

/** The sign-in as it is drawn for a try. */
const signIn = (page: Omit<Extract<AccessPage, { kind: 'sign-in' }>, 'kind' | 'next'>): Promise<string> =>
  drawn({ kind: 'sign-in', next: '/', ...page });

async function drawn(page: AccessPage): Promise<string> {
  const app = new Hono<AccessEnv>();
  const draw = drawAccess({
    ...{ site: 'harbour', policy: () => 'imaging-metadata@1.1.0', standingOf: site.node.ctx.governance.standingOf },
  });
  app.get('/', (c) => {
    c.set('csrfToken', () => 'token');
    return draw(c, page, 403);
  });
  return await (await app.request('/')).text();
}

describe('the page that asks for factors again', () => {
  it('asks for both, as it says: a password and a code', async () => {
    const page = await drawn({ kind: 'step-up', next: '/', person: 'mira', ways: ['password'] });
    expect([...page.matchAll(/<input[^>]* name="(password|code)"/g)].map(([, name]) => name)).toEqual([
      'password',
      'code',
    ]);
    expect(page).toContain('both factors, shown within the last 5 minutes');
  });
});

describe('the sign-in', () => {
  it('keeps the name after a wrong try, and goes on at the password', async () => {
    const page = await signIn({ ways: ['password'], problem: 'not-right', person: 'mira' });
    expect(page).toMatch(/<input[^>]* value="mira"[^>]* id="person"/);
    expect(page).toMatch(/ id="password"[^>]* aria-describedby="problem"/);
    expect(page.match(/ autofocus/g)).toHaveLength(1);
    expect(page).toMatch(/ id="password"[^>]* autofocus/);
    const unnamed = await signIn({ ways: ['password'], problem: 'not-right' });
    expect(unnamed).toMatch(/role="alert" tabindex="-1" autofocus/);
  });

  it('says how long whoever tried too often waits', async () => {
    const page = await signIn({ ways: ['password'], problem: 'too-many-tries', person: 'mira' });
    expect(page).toContain('Too many tries. Wait 15 minutes.');
  });

  it('offers an invitation only where invitations are taken', async () => {
    expect(await signIn({ ways: ['password'] })).toContain('href="/enrol"');
    expect(await signIn({ ways: ['provider'] })).not.toContain('href="/enrol"');
  });
});
