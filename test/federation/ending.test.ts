import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemFetch } from '../../src/base/index.ts';
import { federationClient } from '../../src/client/index.ts';
import type { Request } from '../../src/contract/index.ts';
import { readKeyFile } from '../../src/node/index.ts';
import { type Server, sfumato, startServer } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { signedQuestion } from '../support/signing.ts';
import { publishedSite } from '../support/site-folder.ts';

const SITES = ['harbour', 'hillside'];
const root = mkdtempSync(join(tmpdir(), 'sfumato-ending-'));
const key = join(root, 'ada.key');
const config = join(root, 'coordinator.yaml');
const folders = [root];
const nodes: Server[] = [];
let coordinator: Server;

async function run(...words: readonly string[]) {
  const done = await sfumato([...words, '--json'], root);
  expect(done, words.join(' ')).toMatchObject({ code: 0 });
  return JSON.parse(done.stdout);
}

/** A site that calls in at this port, each enrolled at the other. */
async function callingIn(site: string, publicKey: string, port: number): Promise<string> {
  const made = await publishedSite({ site, publicKey, patients: 30 });
  folders.push(made.folder);
  const plain = readFileSync(made.config, 'utf8').replace(', unsigned: true', '');
  writeFileSync(made.config, `${plain}relay: { coordinator: north, url: "http://127.0.0.1:${port}" }\n`);
  const parties = [config, made.config];
  const shown = await Promise.all(parties.map((one) => run('link', 'show', '--config', one)));
  for (const [at, { text, fingerprint }] of shown.entries()) {
    await run('link', 'trust', text, '--fingerprint', fingerprint, '--config', parties[1 - at] ?? '');
  }
  return made.config;
}

beforeAll(async () => {
  const { publicKey } = await run('keygen', '--no-passphrase', '--analyst', key);
  const port = await freePort();
  mkdirSync(join(root, 'coordinator'));
  const head = `kind: coordinator\nname: north\nfolder: coordinator\nlisten: { host: 127.0.0.1, port: ${port} }\n`;
  const links = SITES.map((id) => `  - { id: ${id} }\n`).join('');
  writeFileSync(config, `${head}metrics: { host: 127.0.0.1, port: 0 }\nminSites: 2\nsites:\n${links}`);
  await run('keygen', '--coordinator', config);
  const sites: string[] = [];
  for (const site of SITES) {
    sites.push(await callingIn(site, publicKey, port));
  }
  // For a total they have to know one another.
  const shown = await Promise.all(sites.map((one) => run('link', 'show', '--config', one)));
  for (const [at, { text, fingerprint }] of shown.entries()) {
    await run('link', 'trust', text, '--fingerprint', fingerprint, '--config', sites[1 - at] ?? '');
  }
  coordinator = await startServer(['coordinator', 'start', '--config', config]);
  for (const site of sites) {
    nodes.push(await startServer(['node', 'start', '--config', site]));
  }
});
afterAll(async () => {
  nodes[0]?.child.kill('SIGCONT');
  await Promise.all([coordinator, ...nodes].map((server) => server?.kill('SIGTERM')));
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** How many questions the coordinator has forwarded that have no outcome yet. */
async function open(): Promise<string | undefined> {
  const text = await (await fetch(`${coordinator.metrics}/metrics`)).text();
  return /^sfumato_questions_open (\d+)/m.exec(text)?.[1];
}

it('is told to end while a site that calls in answers, hands the answer on, and ends then', async () => {
  const client = federationClient({ url: coordinator.url, fetch: systemFetch });
  const secretKey = readKeyFile(key, 'analyst');
  const question = (Modality: string, change: Partial<Request> = {}) =>
    signedQuestion({
      secretKey,
      draft: { count: 'patients', where: { Modality }, epsilon: '0.5' },
      sites: SITES,
      change,
    });
  const connected = async () => (await client.facts()).sites.filter(({ facts }) => facts !== null).length;
  await expect.poll(connected, { timeout: 20_000 }).toBe(2);
  nodes[0]?.child.kill('SIGSTOP');
  // What is left of the total after its first step is fetched while the coordinator ends.
  const answered = Promise.all([client.ask(question('CT')), client.ask(question('US', { release: 'total' }))]);
  await expect.poll(open, { timeout: 10_000 }).toBe('2');
  const ended = coordinator.kill('SIGTERM');
  await expect.poll(async () => (await fetch(`${coordinator.url}/readyz`)).status, { timeout: 10_000 }).toBe(503);
  await expect(client.ask(question('MR'))).rejects.toThrow('The coordinator is ending');
  expect(coordinator.child.exitCode).toBeNull();
  nodes[0]?.child.kill('SIGCONT');
  expect((await answered).map(({ combined }) => combined?.sites)).toEqual([SITES, SITES]);
  expect(await ended).toBe(0);
  const said = coordinator.said.join('');
  expect(said).toContain(
    'The coordinator is ending: it waits for the sites’ answers to what is under way (2), for 30 s at most.',
  );
  expect(said).toContain('The coordinator has stopped.');
});
