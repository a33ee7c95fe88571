import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNotices } from '../../src/dashboard/site/notices.ts';
import { nodeDisk, readJournal } from '../../src/journal/index.ts';
import { waitingIn } from './markup.ts';
import { type Name, type OpenPages, openPages, PASSPHRASE } from './open-pages.ts';

const REASON = 'Decided at the meeting.';

let site: OpenPages;
beforeAll(async () => {
  site = await openPages();
});
afterAll(() => site.close());

const signed = (form: string) => ({ [`${form}-reason`]: REASON, [`${form}-passphrase`]: PASSPHRASE });
const actions = (): number =>
  [...readJournal(nodeDisk(join(site.folder, 'journal')))].filter(({ kind }) => kind === 'action').length;

/** Proposes another amount for a budget; gives the id of the decision that waits. */
async function proposed(name: Name, epsilon: string): Promise<string> {
  const [path, action] = ['/budgets/project:lung-imaging', '/budgets/project%3Alung-imaging/grant'];
  const sent = await site.browser(name).send(path, action, { 'grant-epsilon': epsilon, ...signed('grant') });
  return waitingIn(await sent.text());
}

describe('a form that did something', () => {
  it('leads to its page, which says so once: a reload does nothing and says nothing again', async () => {
    const noor = site.browser('noor');
    const freeze = { 'freeze-scope': 'analyst:ada', ...signed('freeze') };
    const way = { path: '/incidents', form: '/incidents/freeze', action: '/incidents/freeze' };
    const answer = await noor.post(way, freeze);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/incidents']);
    // Neither another page, nor another session, nor a look at a picture takes the notice away.
    expect(await (await noor.get('/inbox')).text()).not.toContain('The decision is taken');
    expect(await (await site.browser('noor').get('/incidents')).text()).not.toContain('The decision is taken');
    const [first, again] = [await noor.get('/incidents'), await noor.get('/incidents')];
    expect(await first.text()).toContain('The decision is taken and on record, signed by noor.');
    expect(await again.text()).not.toContain('The decision is taken');
    expect(actions()).toBe(1);
  });

  it('says nothing by an address: no link makes a page say that something was done', async () => {
    const { id } = (await site.run('incidents')).incidents[0] ?? {};
    for (const query of ['?told=taken', '?outcome=The+decision+is+taken', '?done=1']) {
      expect(await (await site.browser('noor').get(`/incidents/${id}${query}`)).text()).not.toContain('is taken');
    }
  });

  it('leads to the approvals after a signature or a decline', async () => {
    const mira = site.browser('mira');
    const id = await proposed('noor', '1');
    const way = (form: string) => ({
      path: `/inbox/${id}`,
      form: `/inbox/${id}/${form}`,
      action: `/inbox/${id}/${form}`,
    });
    const answer = await mira.post(way('approve'), { 'approve-passphrase': PASSPHRASE });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/inbox']);
    expect(await (await mira.get('/inbox')).text()).toContain('signed by mira, noor');
  });

  it('is told of for a minute, and for one session and page', () => {
    let now = 0;
    const notices = createNotices(() => now);
    notices.leave('a', '/incidents', { outcome: 'Done.' });
    expect([notices.take('b', '/incidents'), notices.take('a', '/inbox')]).toEqual([undefined, undefined]);
    now = 60_001;
    expect(notices.take('a', '/incidents')).toBeUndefined();
  });
});

describe('a form’s own address', () => {
  it.each([
    ['/incidents/freeze', '/incidents'],
    ['/incidents/unfreeze', '/incidents'],
    [`/incidents/${'0'.repeat(32)}/note`, `/incidents/${'0'.repeat(32)}`],
    ['/budgets/project%3Alung-imaging/grant', '/budgets/project%3Alung-imaging'],
    ['/projects/apply', '/projects'],
    ['/projects/lung-imaging/amend', '/projects/lung-imaging'],
    ['/agreements/publish', '/agreements'],
    ['/people/enrol', '/people'],
    ['/policy/rollback', '/policy'],
    ['/policy/new/approve', '/policy/new'],
    ['/inbox/00/approve', '/inbox/00'],
    ['/sessions/end', '/sessions'],
  ])('%s leads to the page of the form', async (path, page) => {
    const answer = await site.browser('noor').get(path);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, page]);
  });
});

describe('of two who decide at once', () => {
  it('the later one sees how it stands, without forms for what is over', async () => {
    const [mira, noor] = [site.browser('mira'), site.browser('noor')];
    const id = await proposed('noor', '2');
    const [path, approve, decline] = [`/inbox/${id}`, `/inbox/${id}/approve`, `/inbox/${id}/decline`];
    const reason = { 'decline-reason': 'Not before the review.', 'decline-passphrase': PASSPHRASE };
    const form = { path: '/', form: '/sign-out' };
    const [taken, late] = await Promise.all([
      mira.forge({ ...form, action: approve }, { 'approve-passphrase': PASSPHRASE }),
      noor.forge({ ...form, action: decline }, reason),
    ]);
    const over = [taken, late].find(({ status }) => status === 409);
    const page = (await over?.text()) ?? '';
    expect(page).toContain('This decision is not pending any more');
    expect(page).not.toContain(`action="${path}`);
    expect(page).not.toContain('sfumato ');
    const again = await noor.forge({ ...form, action: decline }, reason);
    expect(again.status).toBe(409);
  });
});
