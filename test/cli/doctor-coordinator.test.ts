import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { formatNoteKey, noteKeyOf, randomBytes, systemEntropy } from '../../src/base/index.ts';
import { runProgram } from '../support/run-program.ts';
import { analyst } from '../support/signing.ts';

const root = mkdtempSync(join(tmpdir(), 'sfumato-doctor-coordinator-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const file = join(root, 'coordinator.yaml');

/** What the doctor says by this name, of a coordinator's configuration with these settings. */
async function checkOf(name: string, settings: string) {
  const sites = 'sites: [{ id: harbour, url: "http://127.0.0.1:9" }]';
  writeFileSync(file, `kind: coordinator\nlisten: { port: 0 }\nminSites: 1\n${sites}\n${settings}\n`);
  const { checks } = JSON.parse((await runProgram(['doctor', '--config', file, '--json'])).stdout);
  return checks.filter((check: { name: string }) => check.name === name);
}

it.each([
  ['outbound', 'outbound: { certificates: none.pem }', 'The file of certificate authorities'],
  ['pages', 'pages: { port: 0, policies: [none.yaml] }', 'none.yaml does not exist'],
  ['pages', 'pages: { port: 0, host: 0.0.0.0 }', 'say under which https:// address people reach it'],
])('the doctor fails a coordinator on what its start would refuse of %s: %s', async (name, settings, sentence) => {
  expect(await checkOf(name, settings)).toEqual([
    { name, state: 'failed', sentence: expect.stringContaining(sentence) },
  ]);
  expect(await checkOf(name, 'pages: { port: 0 }')).toEqual([]);
});

it('the doctor warns of a log that no two people could have recovered', async () => {
  const key = formatNoteKey(noteKeyOf('sfumato/harbour', 'log', randomBytes(systemEntropy(), 32)));
  const [mira, noor] = [analyst().publicKey, analyst().publicKey];
  const watching = (...keys: string[]) =>
    `witness: { name: north, logs: [{ key: "${key}", recoverers: [${keys.map((one) => `"${one}"`).join(', ')}] }] }`;
  const warned = [
    { state: 'warning', sentence: expect.stringContaining('No recovery could be taken from sfumato/harbour') },
  ];
  expect(await checkOf('recoverers', watching())).toMatchObject(warned);
  expect(await checkOf('recoverers', watching(mira, mira))).toMatchObject(warned);
  expect(await checkOf('recoverers', watching(mira, noor))).toEqual([]);
});
