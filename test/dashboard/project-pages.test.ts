import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomId, systemEntropy } from '../../src/base/index.ts';
import { draftAction, type SignedAction, signAction } from '../../src/contract/index.ts';
import { analyst } from '../support/signing.ts';
import { waitingIn } from './markup.ts';
import { type OpenPages, openPages, PASSPHRASE } from './open-pages.ts';

const REASON = 'Decided at the meeting.';
const TEXT = 'Results are for the purpose of the project alone.\nNobody tries to recognise anybody.';
const YEAR_MS = 31_536_000_000;
const carl = analyst();

let site: OpenPages;
beforeAll(async () => {
  site = await openPages();
});
afterAll(() => site.close());

const signed = (form: string) => ({ [`${form}-reason`]: REASON, [`${form}-passphrase`]: PASSPHRASE });

/** What Carl signs on his own machine. */
function application(change: { readonly site?: string; readonly project?: string } = {}): SignedAction {
  const { site: at = 'harbour', project = 'bones' } = change;
  const draft = draftAction({
    ...{ version: 1, id: randomId(systemEntropy()), site: at, kind: 'project', reason: 'Thesis of Carl.' },
    expires: Date.now() + 3_600_000,
    body: {
      ...{ project, purpose: 'How bone density goes with age.', purposeClass: 'research' },
      ...{ fields: ['Modality', 'PatientAge'], agreement: 'data-use', ends: Date.now() + YEAR_MS },
      ethics: { reference: 'Vote 12/2026', expires: Date.now() + YEAR_MS / 2 },
      members: [{ person: 'carl', key: carl.publicKey, expires: Date.now() + YEAR_MS / 4 }],
      epsilon: { project: '4', analyst: '3' },
    },
  });
  return signAction(draft, carl.secretKey);
}

async function approve(name: 'mira' | 'noor', id: string): Promise<string> {
  const form = { 'approve-passphrase': PASSPHRASE };
  return await (await site.browser(name).send(`/inbox/${id}`, `/inbox/${id}/approve`, form)).text();
}

describe('a data-use text on a page', () => {
  it('is published by two, and shown with its hash and who signed it', async () => {
    const form = { 'publish-name': 'data-use', 'publish-text': TEXT, ...signed('publish') };
    const proposed = await site.browser('noor').send('/agreements', '/agreements/publish', form);
    expect(proposed.status).toBe(200);
    const id = waitingIn(await proposed.text());
    // Whoever signs reads it in its own lines.
    expect(await (await site.browser('mira').get(`/inbox/${id}`)).text()).toContain(
      `<span class="verbatim">${TEXT}</span>`,
    );
    await approve('mira', id);
    const [text] = (await site.run('agreements')).agreements;
    const page = await (await site.browser('rosa').get('/agreements')).text();
    expect(page).toContain(text?.hash);
    expect(page).toContain(TEXT);
    expect(page).not.toContain('action="/agreements/publish"');
  });

  it('keeps what was written where it is too short', async () => {
    const form = { 'publish-name': 'data-use', 'publish-text': '<b>short', ...signed('publish') };
    const sent = await site.browser('noor').send('/agreements', '/agreements/publish', form);
    expect(sent.status).toBe(422);
    expect(await sent.text()).toContain('&lt;b&gt;short</textarea>');
  });
});

describe('an application', () => {
  it('is handed in with the applicant’s own signature, waits, and is a project once two approved it', async () => {
    const sent = await site.browser('noor').send('/projects', '/projects/apply', {
      'apply-application': JSON.stringify(application(), null, 2),
    });
    expect(sent.status).toBe(200);
    const id = waitingIn(await sent.text());
    expect((await site.browser('noor').get('/projects/bones')).status).toBe(404);
    await approve('noor', id);
    await approve('mira', id);
    const page = await (await site.browser('rosa').get('/projects/bones')).text();
    for (const shown of ['How bone density goes with age.', 'Modality, PatientAge', 'Vote 12/2026', carl.publicKey]) {
      expect(page).toContain(shown);
    }
    expect(page).toContain('The data-use agreement in force has not been signed.');
    const [bones] = (await site.run('projects')).projects.filter(({ id: one }) => one === 'bones');
    const timeOf = (ms = 0): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
    // A day alone would name the one on which it is over as the last.
    expect(page).toContain(`Vote 12/2026, until ${timeOf(bones?.ethics?.expires)} UTC`);
    expect(await (await site.browser('rosa').get('/projects')).text()).toContain(`<td>${timeOf(bones?.ends)}</td>`);
    expect(page).toMatch(/bones<\/a><\/th><td class="number">4<\/td><td class="number">0</);
    expect(page).toMatch(/carl<\/a><\/th><td class="number">3<\/td>/);
  });

  it.each([
    ['is no JSON', 'bones'],
    ['has a signature that does not fit', JSON.stringify(application()).replace('bones', 'lungs')],
    [
      'is another decision',
      JSON.stringify(
        signAction(
          draftAction({
            ...{ version: 1, id: '0'.repeat(32), site: 'harbour', kind: 'freeze', reason: REASON },
            ...{ expires: Date.now() + 3_600_000, body: { scope: 'node' } },
          }),
          carl.secretKey,
        ),
      ),
    ],
    ['is for another site', JSON.stringify(application({ site: 'hillside', project: 'heads' }))],
    ['names a project that there is', JSON.stringify(application({ project: 'lung-imaging' }))],
  ])('changes nothing where it %s', async (_, text) => {
    const before = (await site.run('inbox')).pending.length;
    const sent = await site.browser('noor').send('/projects', '/projects/apply', { 'apply-application': text });
    expect(sent.status).toBe(422);
    expect(await sent.text()).toContain('role="alert"');
    expect((await site.run('inbox')).pending).toHaveLength(before);
    expect((await site.run('status')).frozen).toEqual([]);
  });

  it('for another site says so, in the reader’s language, before anything else that is wrong with it', async () => {
    const text = JSON.stringify(application({ site: 'hillside', project: 'heads' }));
    const sent = (lang: 'en' | 'de') =>
      site.browser('noor', 0, lang).send('/projects', '/projects/apply', { 'apply-application': text });
    expect(await (await sent('en')).text()).toContain('This was signed for the site hillside, and this is harbour:');
    expect(await (await sent('de')).text()).toContain(
      'für den Standort hillside unterschrieben, und hier ist harbour:',
    );
  });

  it('of more than a form may hold is not read at all', async () => {
    const sent = await site.browser('noor').send('/projects', '/projects/apply', {
      'apply-application': 'x'.repeat(70_000),
    });
    expect(sent.status).toBe(413);
  });
});

describe('a project on its page', () => {
  const path = '/projects/lung-imaging';

  it('gets other terms by two: what is left empty stays', async () => {
    const form = { 'amend-ends': '2031-12-31', 'amend-ethics': '', 'amend-ethics-ends': '', ...signed('amend') };
    const proposed = await site.browser('noor').send(path, `${path}/amend`, form);
    await approve('mira', waitingIn(await proposed.text()));
    const { projects } = await site.run('projects');
    const project = projects.find(({ id }) => id === 'lung-imaging');
    // The last day is included.
    expect(project).toMatchObject({ ends: Date.parse('2032-01-01') });
    expect(project?.ethics).toBeUndefined();
  });

  it('gets other fields and members by two, and only what differs is signed', async () => {
    const page = await (await site.browser('noor').get('/projects/bones')).text();
    const [, members = ''] = /name="amend-members"[^>]*>([^<]*)</.exec(page) ?? [];
    expect(members).toMatch(/^carl [\w-]{43} \d{4}-\d{2}-\d{2}T/);
    const nina = analyst();
    const form = {
      'amend-purpose': 'How bone density goes with age.',
      'amend-class': 'research',
      'amend-fields': 'Modality\r\nPatientAge, PatientSex\r\n',
      'amend-members': `${members}\r\nnina ${nina.publicKey} 2031-01-31`,
      'amend-agreement': 'data-use',
      ...signed('amend'),
    };
    const proposed = await site.browser('noor').send('/projects/bones', '/projects/bones/amend', form);
    const id = waitingIn(await proposed.text());
    const waits = (await site.run('inbox')).pending.find(({ action }) => action.id === id);
    expect(Object.keys(waits?.action.body ?? {}).sort()).toEqual(['fields', 'members', 'project']);
    const before = (await site.run('projects')).projects.find((one) => one.id === 'bones');
    await approve('mira', id);
    const after = (await site.run('projects')).projects.find((one) => one.id === 'bones');
    expect(after?.fields).toEqual(['Modality', 'PatientAge', 'PatientSex']);
    expect(after?.members[0]).toEqual(before?.members[0]);
    expect(after?.members[1]).toMatchObject({
      ...{ person: 'nina', key: nina.publicKey, expires: Date.parse('2031-02-01') },
    });
  });

  it.each([
    ['a line that is no member', { 'amend-members': 'carl' }, 'A line of the members'],
    ['a field that the policy doesn’t have', { 'amend-fields': 'PatientName' }, 'has no field PatientName'],
    ['nothing at all', {}, 'Nothing in the form is other than now.'],
  ])('is not changed by %s, and what was written stays', async (_, fields, said) => {
    const sent = await site.browser('noor').send(path, `${path}/amend`, { ...fields, ...signed('amend') });
    expect(sent.status).toBe(422);
    const page = await sent.text();
    for (const text of [said, ...Object.values(fields)]) {
      expect(page).toContain(text);
    }
  });

  it('takes no day that isn’t any', async () => {
    const form = { 'amend-ends': 'soon', 'amend-ethics': '', 'amend-ethics-ends': '', ...signed('amend') };
    expect((await site.browser('noor').send(path, `${path}/amend`, form)).status).toBe(422);
  });

  it('takes no other ethics approval without its last day, even beside other terms', async () => {
    const form = {
      'amend-ends': '2031-12-31',
      'amend-ethics': 'EK 14/2030',
      'amend-ethics-ends': '',
      ...signed('amend'),
    };
    const sent = await site.browser('noor').send(path, `${path}/amend`, form);
    expect(sent.status).toBe(422);
    expect(await sent.text()).toContain('This takes a day such as 2026-01-31.');
  });

  it('is ended by one, for good: its page has no form any more', async () => {
    const ended = await site.browser('mira').send(path, `${path}/end`, signed('end'));
    expect(ended.status).toBe(200);
    expect(await ended.text()).not.toContain(`${path}/end"`);
    const { projects } = await site.run('projects');
    expect(projects.find(({ id }) => id === 'lung-imaging')?.state).toBe('ended');
  });

  it('says when, by whom and why it was ended, and shows no counts to come, no projected end and no form for its budget', async () => {
    const mira = site.browser('mira', 3_600_000);
    const page = await (await mira.get(path)).text();
    const today = new Date().toISOString().slice(0, 10);
    expect(page).toMatch(new RegExp(`<dt>Ended \\(UTC\\)</dt><dd[^>]*>${today} [\\d:]+, by mira, because: ${REASON}`));
    expect(page).toMatch(
      /lung-imaging<\/a><\/th>(<td class="number">[^<]*<\/td>)+<td>nothing more: the project has ended<\/td>/,
    );
    // There is nothing to sign, so no factors are asked for.
    expect(page).not.toContain('/step-up');
    expect(await (await mira.get('/projects')).text()).toMatch(
      new RegExp(`lung-imaging</a></th><td>.*?ended</span></td><td>[^<]*</td><td>${today} [0-9:]{5}</td>`, 's'),
    );
    const budget = await (await mira.get('/budgets/project%3Alung-imaging')).text();
    expect(budget).toContain('none: the project has ended');
    expect(budget).toMatch(/alt="[^"]* Nothing more is spent\."/);
    expect(budget).not.toContain('/grant"');
    const other = await (await mira.get('/budgets/project%3Abones')).text();
    expect(other).toContain('/grant"');
    const { meters } = await site.run('budget');
    expect(meters.filter(({ ended }) => ended).map(({ meter }) => meter)).toEqual([
      'analyst:ada',
      'project:lung-imaging',
    ]);
  });

  it('shows no counts to come on the budget of somebody whose projects have all ended, which may be raised all the same', async () => {
    const end = await site.browser('mira').send('/projects/bones', '/projects/bones/end', signed('end'));
    expect(end.status).toBe(200);
    const mira = site.browser('mira', 3_600_000);
    const { meters } = await site.run('budget');
    const over = meters.filter(({ ended }) => ended).map(({ meter }) => meter);
    expect(over).toEqual(expect.arrayContaining(['analyst:ada', 'project:bones', 'project:lung-imaging']));
    expect(await (await mira.get('/budgets')).text()).toMatch(
      /ada<\/a><\/th>(<td class="number">[^<]*<\/td>)+<td>nothing more for now: all projects of this person have ended<\/td>/,
    );
    const own = await (await mira.get('/budgets/analyst%3Aada')).text();
    expect(own).toContain('none for now: all projects of this person have ended');
    expect(own).toMatch(/alt="[^"]* Nothing more is spent for now\."/);
    expect(own).toContain('/grant"');
  });

  it('shows its budgets to nobody whose roles don’t show them', async () => {
    expect(await (await site.browser('rosa').get(path)).text()).toContain('id="caps"');
    expect((await site.browser('rosa').get('/projects/nothing')).status).toBe(404);
  });
});
