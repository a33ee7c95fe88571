import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAIN, type Run, sfumato, startServer } from '../support/command.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, siteFolder } from '../support/site-folder.ts';

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-cli-'));
const made = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
const yaml = readFileSync(made.config, 'utf8');
const occupied = createServer();
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => occupied.listen(0, '127.0.0.1', resolve));
  const address = occupied.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  occupied.close();
  rmSync(scratch, { recursive: true, force: true });
  rmSync(made.folder, { recursive: true, force: true });
});

/** The configuration with one change, in the site's own folder. */
function changed(from: string, to: string): string {
  const file = join(made.folder, `changed-${Math.abs(hash(from + to))}.yaml`);
  writeFileSync(file, yaml.replace(from, to));
  return file;
}

function brokenPolicy(): string {
  const file = join(scratch, 'policy.yaml');
  writeFileSync(file, readFileSync(POLICY_FILE, 'utf8').replace('title:', 'titel:'));
  return file;
}

function emptySite(): string {
  mkdirSync(join(made.folder, 'fresh'), { recursive: true });
  return changed('sizeClass', 'folder: fresh\nsizeClass');
}

function hash(text: string): number {
  return [...text].reduce((sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) | 0, 7);
}

function expectOneSentence(run: Run, code: number, words: RegExp): void {
  expect(run.code, run.stderr).toBe(code);
  expect(run.stderr).toMatch(words);
  expect(run.stderr).not.toMatch(/^\s+at |node_modules|\.ts:\d+:\d+/m);
  expect(run.stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
}

describe('a command that gets something wrong says so in one sentence, with an exit code', () => {
  it.each([
    ['a missing configuration', () => ['doctor', '--config', join(scratch, 'none.yaml')], 1, /does not exist/],
    [
      'bare questions from anywhere',
      () => ['node', 'start', '--config', changed('host: 127.0.0.1', 'host: 0.0.0.0')],
      2,
      /listen\.unsigned is for a site on its own machine/,
    ],
    [
      'a relay that nobody enrolled',
      () => ['node', 'start', '--config', changed(', unsigned: true }', ' }\nrelay: { url: "http://127.0.0.1:9" }')],
      3,
      /coordinator\/coordinator is not enrolled here/,
    ],
    [
      'a misspelt setting',
      () => ['doctor', '--config', changed('sizeClass', 'sizeClas')],
      2,
      /:\d+: .*sizeClas.*did you mean sizeClass/s,
    ],
    ['a wrong value', () => ['doctor', '--config', changed('sizeClass: small', 'sizeClass: tiny')], 2, /:6: .*small/],
    [
      'an intake year that gets nothing, and could be given no more',
      () => ['status', '--config', changed('standingGrant: { epsilon: "10"', 'standingGrant: { epsilon: "0.0"')],
      2,
      /standingGrant\.epsilon must be more than 0/,
    ],
    ['broken YAML', () => ['doctor', '--config', changed('listen: {', 'listen: {{')], 2, /:\d+: /],
    [
      'a missing folder',
      () => ['doctor', '--config', changed('sizeClass', 'folder: nowhere\nsizeClass')],
      2,
      /does not exist/,
    ],
    [
      'a missing policy',
      () => ['doctor', '--config', changed('imaging-metadata/1.1.0', 'imaging-metadata/0.0.1')],
      1,
      /policy .* does not exist/,
    ],
    ['an occupied port', () => ['node', 'start', '--config', changed('port: 0', `port: ${port}`)], 1, /already in use/],
    [
      'an unreadable source',
      () => ['ingest', join(scratch, 'nothing'), '--config', made.config],
      1,
      /no such folder or file/,
    ],
    [
      'nothing staged to publish under',
      () => ['publish', '--config', changed('calendar: daily', 'calendar: dayly')],
      2,
      /daily/,
    ],
    ['an unknown command', () => ['pubish'], 2, /Did you mean publish/],
    ['an unknown option', () => ['budget', '--config', 'x', '--jsn'], 2, /Did you mean --json/],
    ['a missing option', () => ['budget'], 2, /--config/],
    ['a wrong number', () => ['demo', '--seed', 'many'], 2, /whole number/],
    ['keys for nobody', () => ['keygen'], 2, /--config FILE .* --analyst FILE/],
    ['a broken policy', () => ['policy', 'lint', brokenPolicy()], 2, /:\d+: .*titel.*did you mean title/],
  ] as const)('%s', async (_, words, code, sentence) => {
    expectOneSentence(await sfumato([...words()]), code, sentence);
  });

  it('a missing key, and keys of another kind', async () => {
    const seal = join(made.folder, 'keys', 'seal.key');
    renameSync(seal, `${seal}.away`);
    expectOneSentence(await sfumato(['budget', '--config', made.config]), 1, /no seal key .* keygen/);
    writeFileSync(seal, readFileSync(join(made.folder, 'keys', 'truncation.key')));
    expectOneSentence(await sfumato(['budget', '--config', made.config]), 1, /holds a truncation key where a seal key/);
    writeFileSync(seal, 'not a key\n');
    expectOneSentence(await sfumato(['budget', '--config', made.config]), 1, /does not hold a sfumato secret key/);
    renameSync(`${seal}.away`, seal);
  });

  it('no journal to verify', async () => {
    const run = await sfumato(['audit', 'verify', '--config', emptySite()]);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/does NOT verify: .*there is no journal here\.$/m);
  });

  it('a key that would be overwritten', async () => {
    const file = join(scratch, 'ada.key');
    const first = await sfumato(['keygen', '--no-passphrase', '--analyst', file, '--json']);
    expect(JSON.parse(first.stdout)).toMatchObject({ publicKey: expect.stringMatching(/^[\w-]{43}$/) });
    expectOneSentence(await sfumato(['keygen', '--no-passphrase', '--analyst', file]), 1, /exists already/);
  });

  it('a coordinator that is not there, a question that is wrong, a key that is missing', async () => {
    const question = join(scratch, 'question.yaml');
    writeFileSync(question, 'count: patients\nepsilon: "0.5"\n');
    const key = join(scratch, 'grace.key');
    await sfumato(['keygen', '--no-passphrase', '--analyst', key]);
    const ask = (file: string, keyFile: string, coordinator = 'http://127.0.0.1:9') =>
      sfumato(['ask', file, '--coordinator', coordinator, '--project', 'lung-imaging', '--key', keyFile]);
    expectOneSentence(await ask(question, key), 1, /did not answer/);
    expectOneSentence(await ask(question, join(scratch, 'none.key')), 1, /no analyst key/);
    expectOneSentence(await ask(question, key, 'nowhere'), 2, /address such as/);
    writeFileSync(question, 'count: patient\nepsilon: "0.5"\n');
    expectOneSentence(await ask(question, key), 2, /question\.yaml:1: .*patients/);
    writeFileSync(question, 'count: patients\n');
    expectOneSentence(await ask(question, key), 2, /epsilon, or accuracy/);
  });

  it('with --json, the error is the one document on stdout', async () => {
    const run = await sfumato(['budget', '--json', '--config', join(scratch, 'none.yaml')]);
    expect(JSON.parse(run.stdout)).toEqual({
      error: { code: 'file-unreadable', message: expect.stringContaining('does not exist') },
    });
  });
});

describe('a folder in use', () => {
  it('has one owner: verbs are sent to the running node, and a second node is refused', async () => {
    const server = await startServer(['node', 'start', '--config', made.config]);
    const budget = await sfumato(['budget', '--config', made.config, '--json']);
    expect(JSON.parse(budget.stdout)).toMatchObject({ site: 'harbour' });
    expectOneSentence(
      await sfumato(['node', 'start', '--config', made.config]),
      1,
      /Another process is using this folder/,
    );
    mkdirSync(join(made.folder, 'empty'), { recursive: true });
    const ingest = await sfumato(['ingest', join(made.folder, 'empty'), '--config', made.config, '--json']);
    expect(JSON.parse(ingest.stdout)).toMatchObject({ read: 0, stored: 0 });
    // A crash frees the folder, though the socket's file stays behind.
    await server.kill('SIGKILL');
    const again = await startServer(['node', 'start', '--config', made.config]);
    await again.kill('SIGTERM');
  });

  it('says when keys can be reached by others', async () => {
    chmodSync(join(made.folder, 'keys'), 0o755);
    const run = await sfumato(['doctor', '--config', made.config, '--json']);
    expect(run.code).toBe(1);
    expect(JSON.parse(run.stdout).checks).toContainEqual(
      expect.objectContaining({ name: 'permissions', state: 'failed' }),
    );
    chmodSync(join(made.folder, 'keys'), 0o700);
    expect((await sfumato(['doctor', '--config', made.config])).code).toBe(0);
  });
});

describe('a reader that stops early', () => {
  it('ends no command with a complaint: what is done goes on', async () => {
    const line = `node ${MAIN} audit verify --help | { exec 0<&-; sleep 3; }; echo " \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', line]);
    expect([stdout.trim().endsWith('0'), stderr]).toEqual([true, '']);
  });
});
