import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeDisk, readJournal } from '../../src/journal/index.ts';
import { type OpenPages, openPages } from './open-pages.ts';

let site: OpenPages;
beforeEach(async () => {
  site = await openPages();
});
afterEach(() => site.close());

const handlesOf = (name: string): readonly string[] =>
  site.node.ctx.sessions
    .list()
    .filter(({ person }) => person === name)
    .map(({ handle }) => handle);
const changes = () =>
  [...readJournal(nodeDisk(join(site.folder, 'journal')))]
    .filter(({ kind }) => kind === 'access')
    .map(({ actor, body }) => ({ actor, body }));

describe('the page of sessions', () => {
  it('shows everybody their own, and others to those whose roles see them', async () => {
    const [noor] = [site.browser('noor'), site.browser('mira')];
    const own = await (await noor.get('/sessions')).text();
    expect(own).toContain('action="/sessions/end"');
    expect(own).toContain('<option value="mira"');
    const rosa = await (await site.browser('rosa').get('/sessions')).text();
    expect(rosa).toContain('mira');
    expect(rosa).not.toMatch(/action="\/sessions\/(one|end)"/);
  });

  it('ends another browser of one’s own, without factors, and is on record; this browser goes on', async () => {
    const [old, here] = [site.browser('mira'), site.browser('mira', 3_600_000)];
    const [lost = ''] = handlesOf('mira');
    const sent = await here.send('/sessions', '/sessions/own', { session: lost });
    expect(sent.status).toBe(200);
    expect([(await old.get('/')).status, (await here.get('/')).status]).toEqual([303, 200]);
    expect(changes()).toEqual([{ actor: 'mira', body: { change: 'signed out', person: 'mira', via: 'page' } }]);
  });

  it('ends nobody else’s by the way for one’s own, nor by who may only look', async () => {
    const [otto, mira, rosa] = [site.browser('otto'), site.browser('mira'), site.browser('rosa')];
    site.browser('otto');
    const [his = ''] = handlesOf('otto');
    const forged = { path: '/sessions', form: '/sign-out-everywhere' };
    const tried = await mira.forge({ ...forged, action: '/sessions/own' }, { session: his });
    expect(tried.status).toBe(422);
    expect((await rosa.forge({ ...forged, action: '/sessions/one' }, { session: his })).status).toBe(403);
    expect((await otto.get('/')).status).toBe(200);
    expect(changes()).toEqual([]);
  });

  it('ends one of another person, or all of them, within minutes of two factors only', async () => {
    const [first, second] = [site.browser('otto'), site.browser('otto')];
    const [its = ''] = handlesOf('otto');
    const stale = await site.browser('noor', 3_600_000).send('/sessions', '/sessions/one', { session: its });
    expect(stale.headers.get('location')).toBe('/step-up?next=%2Fsessions');
    expect((await first.get('/')).status).toBe(200);
    const noor = site.browser('noor');
    expect((await noor.send('/sessions', '/sessions/one', { session: its })).status).toBe(200);
    expect([(await first.get('/')).status, (await second.get('/')).status]).toEqual([303, 200]);
    await noor.send('/sessions', '/sessions/end', { person: 'otto' });
    expect((await second.get('/')).status).toBe(303);
    expect((await noor.send('/sessions', '/sessions/one', { session: its })).status).toBe(422);
  });

  it('sends whoever signed everybody out back to the sign-in', async () => {
    const [noor, mira] = [site.browser('noor'), site.browser('mira')];
    const sent = await noor.send('/sessions', '/sessions/end', { person: '*' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/sign-in']);
    expect((await mira.get('/')).status).toBe(303);
    expect(site.node.ctx.sessions.list()).toEqual([]);
  });
});
