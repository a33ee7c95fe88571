import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runProgram } from '../support/run-program.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

let site: ReturnType<typeof siteFolder>;
let keys: Record<'mira' | 'noor', string>;
beforeAll(async () => {
  site = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
  keys = { mira: await keyOf('mira'), noor: await keyOf('noor') };
  const people = `{ person: mira, key: ${keys.mira}, roles: [privacy-officer] }, { person: noor, key: ${keys.noor}, roles: [steward] }`;
  appendFileSync(site.config, `people: [${people}]\n`);
});
afterAll(() => rmSync(site.folder, { recursive: true, force: true }));

async function keyOf(person: string): Promise<string> {
  const made = await runProgram(['keygen', '--analyst', file(person), '--no-passphrase', '--json']);
  return JSON.parse(made.stdout).publicKey;
}

const file = (person: string): string => join(site.folder, `${person}.key`);

async function doctor() {
  const { code, stdout } = await runProgram(['doctor', '--config', site.config, '--json']);
  const checks: { name: string; state: string; sentence: string }[] = JSON.parse(stdout).checks;
  return { code, people: checks.find(({ name }) => name === 'people') };
}

it('says in time that too few decide to replace a lost key, and at the end that nobody can', async () => {
  const signed = ['--key', file('noor'), '--config', site.config, '--reason', 'The laptop was stolen.'];
  expect((await doctor()).people).toBeUndefined();
  const listed = await runProgram(['people', 'list', '--config', site.config]);
  const warned = 'If the key of mira or noor is lost, nobody can be enrolled here any more, for good:';
  expect(listed.stdout).toContain(warned);
  expect(await doctor()).toMatchObject({
    code: 0,
    people: { state: 'warning', sentence: expect.stringContaining(warned) },
  });
  expect(await runProgram(['people', 'revoke', keys.mira, ...signed])).toMatchObject({ code: 0 });
  expect(await doctor()).toMatchObject({
    code: 1,
    people: { state: 'failed', sentence: expect.stringContaining('Nobody can be enrolled, given budget or unfrozen') },
  });
  const { stdout } = await runProgram(['status', '--config', site.config]);
  expect(stdout).toContain('Who decides: mira (privacy-officer, key revoked); noor (steward).');
});
