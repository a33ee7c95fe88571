import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/governance/index.ts';
import { nodeDisk, readJournal, verifyJournal } from '../../src/journal/index.ts';
import { type LocalVerb, nodeFolds } from '../../src/node/index.ts';
import { type OpenPages, openPages } from '../dashboard/open-pages.ts';
import { sfumato } from '../support/command.ts';

let site: OpenPages;
beforeEach(async () => {
  site = await openPages();
});
afterEach(() => site.close());

/** Runs a command while the site is in use: its process does the verb. */
async function done(...words: readonly string[]) {
  const run = await sfumato(['access', ...words, '--config', site.config, '--json']);
  expect([run.code, run.stderr]).toEqual([0, '']);
  return JSON.parse(run.stdout);
}

const disk = () => nodeDisk(join(site.folder, 'journal'));
const changes = () =>
  [...readJournal(disk())].filter(({ kind }) => kind === 'access').map(({ actor, body }) => ({ actor, body }));
const people = async () => (await done('sessions', 'list')).sessions.map(({ person }: { person: string }) => person);

describe('who is signed in', () => {
  it('is listed, once for each browser, and signed out everywhere at once by a command', async () => {
    const [mira, again, noor] = [site.browser('mira'), site.browser('mira', 3_600_000), site.browser('noor')];
    expect((await people()).sort()).toEqual(['mira', 'mira', 'noor']);
    expect(await done('sessions', 'end', 'mira')).toEqual({ person: 'mira', ended: 2 });
    const statuses = [mira, again, noor].map(async (browser) => (await browser.get('/')).status);
    expect(await Promise.all(statuses)).toEqual([303, 303, 200]);
    expect(await people()).toEqual(['noor']);
    expect(await done('sessions', 'end', '--everybody')).toEqual({ ended: 1 });
    expect((await noor.get('/')).status).toBe(303);
    expect(changes()).toEqual([
      { actor: 'shell', body: { change: 'signed out', person: 'mira', via: 'shell' } },
      { actor: 'shell', body: { change: 'signed out', via: 'shell' } },
    ]);
    expect(verifyJournal({ disk: disk(), folds: nodeFolds(disk()) }).verified).toBe(true);
  });

  it('loses all sessions with what they sign in with, at once', async () => {
    const [mira, noor] = [site.browser('mira'), site.browser('noor')];
    await done('reset', 'mira');
    await done('revoke', 'noor');
    expect([(await mira.get('/')).status, (await noor.get('/')).status]).toEqual([303, 303]);
    expect(site.node.ctx.sessions.list()).toEqual([]);
    expect(changes().map(({ body }) => body)).toEqual([
      { change: 'reset', person: 'mira', via: 'shell', generation: 1 },
      { change: 'revoked', person: 'noor', via: 'shell', generation: 1 },
    ]);
  });

  it('is on record without the code of an invitation or anything else that opens something', async () => {
    const { invitation } = await done('invite', 'otto', '--hours', '2');
    const [record] = changes();
    expect(record).toEqual({ actor: 'shell', body: { change: 'invited', person: 'otto', via: 'shell' } });
    const { entries } = await site.node.run({ ...SHELL_CALL, verb: 'log', input: { person: 'otto' } });
    expect(entries.map(({ facts }) => facts)).toContainEqual({ change: 'invited', person: 'otto' });
    expect(JSON.stringify([...readJournal(disk())])).not.toContain(invitation.slice(0, 9));
  });
});

const SHELL_CALL = {
  actor: { person: 'shell', roles: ['operator'], via: 'shell' } satisfies Actor,
  signal: new AbortController().signal,
  onProgress: () => undefined,
} as const;

describe('nobody on a page', () => {
  const everything: Actor = {
    person: 'mira',
    roles: ['steward', 'privacy-officer', 'auditor', 'operator', 'researcher', 'reviewer'],
    via: 'page',
    strongAtMs: Date.now(),
  };

  it.each<LocalVerb>(['access-invite', 'access-reset', 'access-revoke'])(
    'changes how others sign in, whatever the roles: %s',
    async (verb) => {
      const call = { ...SHELL_CALL, actor: everything, verb, input: { person: 'noor', hours: 1 } };
      await expect(site.node.run(call)).rejects.toMatchObject({ code: 'not-allowed' });
      expect(changes()).toEqual([]);
    },
  );
});
