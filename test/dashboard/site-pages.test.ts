import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeDisk, readJournal } from '../../src/journal/index.ts';
import { inlineIn, waitingIn } from './markup.ts';
import { type OpenPages, openPages, PASSPHRASE } from './open-pages.ts';
import { OPERATORS_PATHS, PAGE_PATHS } from './page-paths.table.ts';

const REASON = 'Decided at the meeting.';

let site: OpenPages;
beforeAll(async () => {
  site = await openPages();
});
afterAll(() => site.close());

const records = () => [...readJournal(nodeDisk(join(site.folder, 'journal')))];

describe('the pages of a site', () => {
  it.each(PAGE_PATHS)('%s is whole in both languages, and a strict policy lets all of it through', async (path) => {
    for (const lang of ['en', 'de']) {
      const response = await site.browser('mira').get(path, { 'accept-language': lang });
      const page = await response.text();
      expect(response.status).toBe(200);
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(page).toMatch(new RegExp(`^<!doctype html><html lang="${lang}"`));
      expect(page).toContain('</html>');
      expect(page.match(/ id="[^"]*"/g)?.filter((id, at, all) => all.indexOf(id) !== at)).toEqual([]);
      expect(page.match(/<h1>/g)).toHaveLength(1);
      expect(inlineIn(page)).toEqual([]);
      expect(page).not.toMatch(/\{\w+\}|undefined|\[object/);
    }
  });

  it.each([...PAGE_PATHS, ...OPERATORS_PATHS, '/budgets.csv', '/log.csv', '/charts/budgets.svg'])(
    '%s is shown to nobody who is not signed in',
    async (path) => {
      const response = await site.browser('nobody').get(path);
      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toMatch(/^\/sign-in\?next=/);
    },
  );

  it('say in words what a role does not allow, and show none of it', async () => {
    const page = await site.browser('otto').get('/budgets/project:lung-imaging');
    expect(page.status).toBe(200);
    const rosa = site.browser('rosa');
    expect(await (await rosa.get('/incidents')).text()).not.toContain('action="/incidents/freeze"');
    const forged = { path: '/', form: '/sign-out', action: '/incidents/freeze' };
    const sent = await rosa.forge(forged, {
      'freeze-scope': 'node',
      'freeze-reason': REASON,
      'freeze-passphrase': PASSPHRASE,
    });
    expect(sent.status).toBe(422);
    expect(await sent.text()).toContain('role');
    expect(records().some(({ kind }) => kind === 'action')).toBe(false);
  });

  it('put every look at budgets on record, and every file that leaves', async () => {
    const before = records().length;
    await site.browser('rosa').get('/budgets');
    const file = await site.browser('rosa').get('/budgets.csv');
    expect(await file.text()).toMatch(/^meter,cap,spent,reserved,left\r\n/);
    const reads = records().slice(before);
    expect(reads.map(({ kind, actor }) => [kind, actor])).toEqual([
      ['read', 'rosa'],
      ['read', 'rosa'],
    ]);
    expect(reads.map(({ body }) => JSON.stringify(body).includes('exported'))).toEqual([false, true]);
  });

  it('lead nowhere for what there is not', async () => {
    for (const path of ['/budgets/project:other', '/inbox/00', '/nothing']) {
      expect((await site.browser('mira').get(path)).status).toBe(404);
    }
  });
});

describe('a decision on a page', () => {
  it('takes two people, each by their own key: more budget is pending until the second has signed', async () => {
    const [mira, noor] = [site.browser('mira'), site.browser('noor')];
    const path = '/budgets/project:lung-imaging';
    const proposed = await noor.send(path, `${path.replace(':', '%3A')}/grant`, {
      'grant-epsilon': '2,5',
      'grant-reason': REASON,
      'grant-passphrase': PASSPHRASE,
    });
    expect(proposed.status).toBe(200);
    const id = waitingIn(await proposed.text());
    const own = await (await noor.get(`/inbox/${id}`)).text();
    expect(own).not.toContain('/approve"');
    const wrong = await mira.send(`/inbox/${id}`, `/inbox/${id}/approve`, { 'approve-passphrase': 'wrong' });
    expect(wrong.status).toBe(422);
    const taken = await mira.send(`/inbox/${id}`, `/inbox/${id}/approve`, { 'approve-passphrase': PASSPHRASE });
    expect(await taken.text()).toContain('mira');
    expect(await (await mira.get(path)).text()).toContain('<dd>22.5</dd>');
    expect((await mira.get(`/inbox/${id}`)).status).toBe(404);
  });

  it('is declined with a reason, for good', async () => {
    const [mira, noor] = [site.browser('mira'), site.browser('noor')];
    const path = '/budgets/analyst:ada';
    const proposed = await noor.send(path, '/budgets/analyst%3Aada/grant', {
      'grant-epsilon': '1',
      'grant-reason': REASON,
      'grant-passphrase': PASSPHRASE,
    });
    const id = waitingIn(await proposed.text());
    const form = { 'decline-reason': 'Not before the review.', 'decline-passphrase': PASSPHRASE };
    expect((await mira.send(`/inbox/${id}`, `/inbox/${id}/decline`, form)).status).toBe(200);
    expect(await (await mira.get('/inbox')).text()).not.toContain(id);
    expect(records().at(-1)?.kind === 'decline' || records().some(({ kind }) => kind === 'decline')).toBe(true);
  });

  it('stops questions at once by one, and lets them go on by two', async () => {
    const [mira, noor] = [site.browser('mira'), site.browser('noor')];
    const form = (kind: string) => ({
      [`${kind}-scope`]: 'project:lung-imaging',
      [`${kind}-reason`]: REASON,
      [`${kind}-passphrase`]: PASSPHRASE,
    });
    expect((await noor.send('/incidents', '/incidents/freeze', form('freeze'))).status).toBe(200);
    expect(site.node.ctx.governance.decisions.frozen.has('project:lung-imaging')).toBe(true);
    await noor.send('/incidents', '/incidents/unfreeze', form('unfreeze'));
    expect(site.node.ctx.governance.decisions.frozen.has('project:lung-imaging')).toBe(true);
    await mira.send('/incidents', '/incidents/unfreeze', form('unfreeze'));
    const page = await (await mira.get('/inbox')).text();
    const id = waitingIn(page);
    await mira.send(`/inbox/${id}`, `/inbox/${id}/approve`, { 'approve-passphrase': PASSPHRASE });
    expect(site.node.ctx.governance.decisions.frozen.has('project:lung-imaging')).toBe(false);
  });

  it('asks for both factors again once they are minutes old, before anything is recorded, and keeps what was written', async () => {
    const before = records().filter(({ kind }) => kind !== 'read').length;
    const stale = site.browser('mira', 3_600_000);
    const sent = await stale.send('/incidents', '/incidents/freeze', {
      'freeze-scope': 'node',
      'freeze-reason': REASON,
      'freeze-passphrase': PASSPHRASE,
    });
    const page = await sent.text();
    expect(sent.status).toBe(422);
    expect(page).toContain('What you wrote is kept');
    expect(page).toContain(REASON);
    expect(page).toMatch(/href="\/step-up\?next=%2Fincidents" target="_blank"/);
    expect(page).not.toContain(PASSPHRASE);
    expect(records().filter(({ kind }) => kind !== 'read')).toHaveLength(before);
  });

  it('says in the last minute that both factors are over soon, and not that they are', async () => {
    const pageAt = async (ageMs: number) => await (await site.browser('mira', ageMs).get('/incidents')).text();
    expect(await pageAt(3 * 60_000)).not.toContain('/step-up');
    const soon = await pageAt(4.5 * 60_000);
    expect(soon).toContain('You showed both factors more than 4 minutes ago, and they count for 5.');
    expect(soon).not.toContain('A decision takes both factors');
    expect(await pageAt(6 * 60_000)).toContain('A decision takes both factors, shown within the last 5 minutes.');
  });

  it('keeps what was written, and says what is wrong, where the form is', async () => {
    const sent = await site.browser('noor').send('/incidents', '/incidents/freeze', {
      'freeze-scope': 'everything"><b>',
      'freeze-reason': REASON,
      'freeze-passphrase': PASSPHRASE,
    });
    const page = await sent.text();
    expect(sent.status).toBe(422);
    expect(page).toContain('value="everything&quot;&gt;&lt;b&gt;"');
    expect(page).toContain('role="alert"');
  });
});
