import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyst } from '../support/signing.ts';
import { waitingIn } from './markup.ts';
import { type OpenPages, openPages, PASSPHRASE } from './open-pages.ts';

const REASON = 'Decided at the meeting.';
const olga = analyst();

let site: OpenPages;
beforeAll(async () => {
  site = await openPages();
});
afterAll(() => site.close());

const signed = (form: string) => ({ [`${form}-reason`]: REASON, [`${form}-passphrase`]: PASSPHRASE });
const people = async () => (await site.run('people')).people;

async function approve(id: string): Promise<void> {
  await site.browser('noor').send(`/inbox/${id}`, `/inbox/${id}/approve`, { 'approve-passphrase': PASSPHRASE });
}

describe('the people of a site on their page', () => {
  it('are enrolled with roles and a key by two, as officers of another site where one is named', async () => {
    const form = { 'enrol-person': 'olga', 'enrol-key': olga.publicKey, 'enrol-site': 'hillside' };
    const roles = { 'enrol-roles': 'privacy-officer' };
    const sent = await site.browser('mira').send('/people', '/people/enrol', { ...form, ...roles, ...signed('enrol') });
    expect((await people()).some(({ person }) => person === 'olga')).toBe(false);
    await approve(waitingIn(await sent.text()));
    expect(await people()).toContainEqual({
      ...{ person: 'olga', key: olga.publicKey, roles: ['privacy-officer'], site: 'hillside', revoked: false },
    });
  });

  it('without a role or a key are enrolled by nobody; what was written stays', async () => {
    const form = { 'enrol-person': 'paul', 'enrol-key': 'short', 'enrol-site': '', 'enrol-roles': 'auditor' };
    const sent = await site.browser('mira').send('/people', '/people/enrol', { ...form, ...signed('enrol') });
    expect(sent.status).toBe(422);
    const page = await sent.text();
    expect(page).toContain('value="paul"');
    expect(page).toMatch(/value="auditor" checked=""/);
  });

  it('lose a key at once by one, and their roles by two', async () => {
    const page = await (await site.browser('mira').get(`/people?key=${olga.publicKey}`)).text();
    expect(page).toContain(`value="${olga.publicKey}"`);
    const form = { 'revoke-key': olga.publicKey, ...signed('revoke') };
    expect((await site.browser('mira').send('/people', '/people/revoke', form)).status).toBe(200);
    expect((await people()).find(({ person }) => person === 'olga')?.revoked).toBe(true);
    const gone = { 'dismiss-person': 'olga', ...signed('dismiss') };
    const sent = await site.browser('mira').send('/people', '/people/dismiss', gone);
    await approve(waitingIn(await sent.text()));
    expect((await people()).some(({ person }) => person === 'olga')).toBe(false);
  });

  it('are told, in both languages, whose key nobody could replace', async () => {
    const page = await (await site.browser('rosa').get('/people')).text();
    expect(page).toContain('If one of these keys is lost, nobody can be enrolled here any more, for good: mira, noor.');
    const german = await (await site.browser('rosa', 0, 'de').get('/people')).text();
    expect(german).toContain('kann hier nie wieder jemand aufgenommen werden: mira, noor.');
  });

  it('are changed by nobody who only looks: an auditor’s page has no form, and a forged one changes nothing', async () => {
    const rosa = site.browser('rosa');
    expect(await (await rosa.get('/people')).text()).not.toContain('/people/');
    const forged = { path: '/', form: '/sign-out', action: '/people/dismiss' };
    const sent = await rosa.forge(forged, { 'dismiss-person': 'otto', ...signed('dismiss') });
    expect(sent.status).toBe(422);
    expect((await people()).some(({ person }) => person === 'otto')).toBe(true);
    expect((await site.run('inbox')).pending).toEqual([]);
  });
});
