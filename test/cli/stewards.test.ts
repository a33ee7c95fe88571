import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runProgram } from '../support/run-program.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

const made = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
const run = (...words: string[]) => runProgram([...words, '--config', made.config]);
afterAll(() => rmSync(made.folder, { recursive: true, force: true }));

describe('sfumato consent add', () => {
  const list = join(made.folder, 'list.txt');

  it('says how many lines it sealed and how many name an issuer, and never a line', async () => {
    writeFileSync(list, 'P-1001\nP-1002\tHARBOUR-PAS\n');
    const { code, stdout } = await run('consent', 'add', '--list', list);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'Lines in the list: 2; with an issuer: 1. A line without one means patients whose files name no issuer.',
    );
    const json = await run('consent', 'add', '--list', list, '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ batches: 2, lines: 2, withIssuer: 1 });
    expect(stdout + json.stdout).not.toMatch(/P-100|PAS/);
  });

  it('seals nothing of a list that could protect nobody', async () => {
    writeFileSync(list, 'PatientID;Name\nP-1001;Doe\n');
    const { code, stderr } = await run('consent', 'add', '--list', list);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^sfumato: The opt-out list begins with names of columns; [^\n]+\n$/);
    expect((await run('consent', 'show')).stdout).toContain('2 wait');
  });
});

describe('sfumato node start', () => {
  it('warns in one line where others can reach the keys, and not otherwise', async () => {
    expect((await run('node', 'start')).stderr).not.toContain('Warning');
    const key = join(made.folder, 'keys', 'seal.key');
    chmodSync(key, 0o644);
    const { code, stderr } = await run('node', 'start');
    expect(code).toBe(0);
    expect(stderr).toContain(`Warning: Others can reach ${key}; \`chmod go-rwx\` it.\n`);
  });
});

describe('sfumato agreement show', () => {
  it('says that there is no such text, and never that all is well', async () => {
    const { code, stderr } = await run('agreement', 'show', 'nosuch');
    expect([code, stderr]).toEqual([2, 'sfumato: There is no text of nosuch on record.\n']);
    expect((await run('agreement', 'show')).code).toBe(0);
  });
});
