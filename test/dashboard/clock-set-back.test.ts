import { afterEach, beforeEach, expect, it } from 'vitest';
import { LIMITS, systemClock } from '../../src/base/index.ts';
import { type OpenPages, openPages, PASSPHRASE } from './open-pages.ts';

const HOUR_MS = 3_600_000;
let aheadMs: number;
let site: OpenPages;
beforeEach(async () => {
  aheadMs = 3 * HOUR_MS;
  site = await openPages({ clock: { ...systemClock, wallMs: () => systemClock.wallMs() + aheadMs } });
});
afterEach(() => site.close());

const FREEZE = {
  ...{ 'freeze-scope': 'node', 'freeze-severity': 'high', 'freeze-contact': 'Duty officer, 5512' },
  ...{ 'freeze-reason': 'Somebody asks for others.', 'freeze-passphrase': PASSPHRASE },
};
/** Has noor freeze the node, who showed both factors so long ago; says whether it is frozen. */
async function freezes(strongAgeMs: number): Promise<boolean> {
  await site.browser('noor', strongAgeMs).send('/incidents', '/incidents/freeze', FREEZE);
  return site.node.ctx.governance.isFrozen('node');
}

it('who has just shown both factors decides, also while the clock is behind what is on record', async () => {
  aheadMs = 0;
  expect(site.node.ctx.journal.nowMs()).toBeGreaterThan(systemClock.wallMs() + 2 * HOUR_MS);
  expect(await freezes(LIMITS.freshMs + 1)).toBe(false);
  expect(await freezes(0)).toBe(true);
});

it('factors that were shown too long ago don’t count again because the clock was set back', async () => {
  const noor = site.browser('noor', LIMITS.freshMs + 1);
  aheadMs = -HOUR_MS;
  await noor.send('/incidents', '/incidents/freeze', FREEZE);
  expect(site.node.ctx.governance.isFrozen('node')).toBe(false);
});

it('an invitation that has run out doesn’t hold again because the clock was set back', async () => {
  const { invitation } = await site.run('access-invite', { person: 'carl', hours: 1 });
  const enter = async () => (await site.browser('mira').send('/enrol', '/enrol', { invitation })).status;
  expect(await enter()).toBe(200);
  aheadMs += 2 * HOUR_MS;
  expect(await enter()).toBe(403);
  aheadMs = 0;
  expect(await enter()).toBe(403);
  const { people } = await site.run('access', {});
  expect(people).toContainEqual(expect.objectContaining({ person: 'carl', state: 'invitation expired' }));
});

it('an invitation of now holds, also while the clock is behind what is on record', async () => {
  aheadMs = 0;
  const { invitation } = await site.run('access-invite', { person: 'carl', hours: 1 });
  expect((await site.browser('mira').send('/enrol', '/enrol', { invitation })).status).toBe(200);
});

it('an invitation runs out by the clock, also while that is behind what is on record, on the day that was said', async () => {
  aheadMs = 0;
  const { invitation, expires } = await site.run('access-invite', { person: 'carl', hours: 1 });
  expect(Math.abs(Date.parse(expires) - systemClock.wallMs() - HOUR_MS)).toBeLessThan(HOUR_MS / 2);
  const state = async () => (await site.run('access', {})).people.find(({ person }) => person === 'carl')?.state;
  expect(await state()).toBe('invited');
  aheadMs = 2 * HOUR_MS;
  expect(site.node.ctx.journal.nowMs()).toBeGreaterThan(systemClock.wallMs() + aheadMs);
  expect((await site.browser('mira').send('/enrol', '/enrol', { invitation })).status).toBe(403);
  expect(await state()).toBe('invitation expired');
});

it('an invitation that was made before it ran out by the clock, too, holds until its time by the record', async () => {
  const { people, journal } = site.node.ctx;
  const invitation = site.invite('otto');
  people.update('otto', ({ invitation: open, ...before }) => {
    const { wallExpiresMs: _, ...older } = open!;
    return { ...before, invitation: { ...older, expiresMs: journal.nowMs() + HOUR_MS } };
  });
  const enter = async () => (await site.browser('mira').send('/enrol', '/enrol', { invitation })).status;
  expect(await enter()).toBe(200);
  aheadMs += HOUR_MS + 1;
  expect(await enter()).toBe(403);
});
