import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitingIn } from './markup.ts';
import { type OpenPages, openPages, PASSPHRASE } from './open-pages.ts';

const REASON = 'Decided at the meeting.';
const CONTACT = 'Duty officer, 5512';

let site: OpenPages;
beforeAll(async () => {
  site = await openPages();
});
afterAll(() => site.close());

const signed = (form: string) => ({ [`${form}-reason`]: REASON, [`${form}-passphrase`]: PASSPHRASE });
const incident = async () => (await site.run('incidents')).incidents[0];

describe('an incident on its page', () => {
  it('opens with a freeze, and shows severity, clock and whom to call', async () => {
    const form = { 'freeze-scope': 'analyst:ada', 'freeze-severity': 'medium', 'freeze-contact': CONTACT };
    expect(
      (await site.browser('noor').send('/incidents', '/incidents/freeze', { ...form, ...signed('freeze') })).status,
    ).toBe(200);
    const { id } = (await incident()) ?? {};
    const page = await (await site.browser('rosa').get(`/incidents/${id}`)).text();
    for (const shown of ['Incident: person ada', 'medium', '0 d 0 h 0 min', CONTACT, 'noor', REASON]) {
      expect(page).toContain(shown);
    }
    expect(page).not.toContain('/note"');
  });

  it('closes only with a note of what keeps it from happening again, and by two', async () => {
    const { id } = (await incident()) ?? {};
    const path = `/incidents/${id}`;
    const [mira, noor] = [site.browser('mira'), site.browser('noor')];
    const early = await noor.send(path, `${path}/close`, signed('close'));
    expect(early.status).toBe(422);
    expect(await early.text()).toContain('No corrective action is on record');
    const plain = { 'note-text': 'The key was in a drawer.', ...signed('note') };
    await noor.send(path, `${path}/note`, plain);
    expect((await noor.send(path, `${path}/close`, signed('close'))).status).toBe(422);
    const corrective = { 'note-text': 'Keys are on smart cards now.', 'note-corrective': 'yes', ...signed('note') };
    expect(await (await noor.send(path, `${path}/note`, corrective)).text()).toContain('Keys are on smart cards now.');
    expect((await incident())?.notes.map((note) => note.corrective)).toEqual([false, true]);
    const proposed = await noor.send(path, `${path}/close`, signed('close'));
    expect((await incident())?.state).toBe('frozen');
    const waits = waitingIn(await proposed.text());
    await mira.send(`/inbox/${waits}`, `/inbox/${waits}/approve`, { 'approve-passphrase': PASSPHRASE });
    expect((await incident())?.state).toBe('closed');
    const page = await (await noor.get(path)).text();
    expect(page).not.toContain('/close"');
    expect(page).toContain('mira, noor');
  });

  it('is no incident under another id', async () => {
    expect((await site.browser('noor').get(`/incidents/${'0'.repeat(32)}`)).status).toBe(404);
  });
});
