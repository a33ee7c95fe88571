import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintOf, formatPeer, type Peer, parsePeer } from '../../src/link/index.ts';
import { party } from '../link/parties.ts';
import { type Server, sfumato, startServer } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

interface Check {
  readonly name: string;
  readonly state: string;
  readonly sentence: string;
}

let root: string;
let coordinator: string;
let port: number;
let site: { folder: string; config: string };
let running: Server | undefined;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'sfumato-doctor-'));
  port = await freePort();
  coordinator = join(root, 'coordinator.yaml');
  writeFileSync(
    coordinator,
    `kind: coordinator\nname: north\nlisten: { host: 127.0.0.1, port: ${port} }\nminSites: 1\nsites: [{ id: harbour }]\n`,
  );
  site = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
  const yaml = readFileSync(site.config, 'utf8').replace(', unsigned: true', '');
  writeFileSync(site.config, `${yaml}relay: { url: "http://127.0.0.1:${port}", coordinator: north }\n`);
});
afterAll(async () => {
  await running?.kill('SIGTERM');
  rmSync(root, { recursive: true, force: true });
  rmSync(site.folder, { recursive: true, force: true });
});

async function shown(config: string): Promise<Peer> {
  const { text } = JSON.parse((await sfumato(['link', 'show', '--config', config, '--json'])).stdout);
  const peer = parsePeer(text);
  if (peer === undefined) {
    throw new Error(text);
  }
  return peer;
}

async function trust(config: string, peer: Peer): Promise<void> {
  const words = ['link', 'trust', formatPeer(peer), '--fingerprint', fingerprintOf(peer), '--config', config];
  const { code, stderr } = await sfumato([...words, '--replace']);
  expect(code, stderr).toBe(0);
}

/** What the doctor says, by name; of the site where nothing else is named. */
async function look(config = site.config): Promise<Record<string, Check>> {
  const { stdout } = await sfumato(['doctor', '--config', config, '--json']);
  const checks: Check[] = JSON.parse(stdout).checks;
  return Object.fromEntries(checks.map((check) => [check.name, check]));
}

async function relay(change: () => Promise<void> = async () => undefined): Promise<void> {
  await running?.kill('SIGTERM');
  running = undefined;
  await change();
  running = await startServer(['coordinator', 'start', '--config', coordinator]);
}

describe('the doctor, of enrolment,', () => {
  it('says what is missing, one thing after another, until the relay answers and knows the site', async () => {
    expect(await look()).toMatchObject({
      'link keys': { state: 'warning', sentence: expect.stringContaining('none yet') },
      enrolment: { state: 'warning', sentence: expect.stringContaining('Nobody is enrolled') },
    });
    const own = await shown(site.config);
    expect(await look()).toMatchObject({
      'link keys': { state: 'ok', sentence: expect.stringContaining(fingerprintOf(own)) },
      relay: { state: 'failed', sentence: expect.stringContaining('coordinator/north, whose relay this site calls') },
    });
    const north = await shown(coordinator);
    await trust(site.config, north);
    expect(await look()).toMatchObject({
      enrolment: { state: 'ok', sentence: expect.stringContaining(fingerprintOf(north)) },
      relay: { state: 'failed', sentence: expect.stringContaining('Nothing answers') },
    });
    await trust(coordinator, party('site', 'harbour').peer);
    await relay();
    expect((await look()).relay).toMatchObject({ state: 'failed', sentence: expect.stringContaining('refuses') });
    await relay(() => trust(coordinator, own));
    expect((await look()).relay).toMatchObject({ state: 'ok', sentence: expect.stringContaining('knows this site') });
    await relay(async () => {
      rmSync(join(root, 'keys'), { recursive: true });
      await shown(coordinator);
    });
    // A new key of the coordinator is to be learnt of its people, not of the network.
    expect((await look()).relay).toMatchObject({ state: 'failed' });
  });

  it('finds the site’s own line in peers.txt, under its name and under another', async () => {
    const [own, file] = [await shown(site.config), join(site.folder, 'peers.txt')];
    const before = readFileSync(file, 'utf8');
    expect((await look())['own line']).toBeUndefined();
    writeFileSync(file, `${before}${formatPeer(own)}\n`);
    expect((await look())['own line']).toMatchObject({ state: 'warning', sentence: expect.stringContaining('itself') });
    writeFileSync(file, `${before}${formatPeer({ ...own, name: 'hillside' })}\n`);
    expect((await look())['own line']).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('gives site/hillside a key of this site'),
    });
    writeFileSync(file, before);
  });

  it('says where a start refuses unsigned questions, because a coordinator is enrolled', async () => {
    const before = readFileSync(site.config, 'utf8');
    expect((await look()).enrolment).not.toMatchObject({ state: 'failed' });
    writeFileSync(site.config, before.replace(/listen: \{/, 'listen: { unsigned: true,'));
    expect((await look()).enrolment).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('listen.unsigned is for a site on its own machine'),
    });
    writeFileSync(site.config, before);
  });

  it('names each peer that the file has otherwise than the journal, until the next start records it', async () => {
    expect((await sfumato(['budget', '--config', site.config])).code).toBe(0);
    const hillside = party('site', 'hillside').peer;
    await trust(site.config, hillside);
    expect(Object.keys(await look()).filter((name) => name.startsWith('peer '))).toEqual([]);
    const file = join(site.folder, 'peers.txt');
    const [other, lakeside] = [party('coordinator', 'north').peer, party('site', 'lakeside').peer];
    writeFileSync(file, `${formatPeer(other)}\n`);
    appendFileSync(file, `${formatPeer(lakeside)}\n`);
    const found = await look();
    expect(found['peer coordinator/north']).toMatchObject({
      state: 'warning',
      sentence: expect.stringContaining(`another key in peers.txt than on record (${fingerprintOf(other)})`),
    });
    expect(found['peer site/lakeside']?.sentence).toContain('without a record');
    expect(found['peer site/hillside']?.sentence).toContain('no longer in peers.txt');
    expect((await sfumato(['budget', '--config', site.config])).code).toBe(0);
    expect(Object.keys(await look()).filter((name) => name.startsWith('peer '))).toEqual([]);
    const { stdout } = await sfumato(['log', '--kind', 'peer', '--config', site.config]);
    expect(stdout.match(/enrolled|replaced|forgotten/g)?.toSorted()).toEqual([
      'enrolled',
      'enrolled',
      'enrolled',
      'forgotten',
      'replaced',
    ]);
    expect(stdout).toContain('by shell');
    rmSync(join(site.folder, 'keys', 'opening.key'));
    expect((await look())['link keys']).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('keys/opening.key'),
    });
    writeFileSync(file, 'nonsense\n');
    expect((await look()).enrolment).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('peers.txt:1'),
    });
  });
});

describe('the doctor, of a coordinator,', () => {
  const place = mkdtempSync(join(tmpdir(), 'sfumato-doctor-'));
  const config = join(place, 'coordinator.yaml');
  const configured = (sites: string, more = '') =>
    writeFileSync(
      config,
      `kind: coordinator\nname: south\nlisten: { host: 127.0.0.1, port: 0 }\nminSites: 2\nsites: [${sites}]\n${more}`,
    );
  const harbour = party('site', 'harbour').peer;
  const hillside = party('site', 'hillside').peer;
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  async function startOnce(): Promise<void> {
    const server = await startServer(['coordinator', 'start', '--config', config]);
    await server.kill('SIGTERM');
  }

  it('says what is missing before its first start, and changes nothing', async () => {
    configured('{ id: harbour }, { id: hillside }');
    const found = await look(config);
    expect(found['link keys']).toMatchObject({ state: 'warning' });
    expect(found.journal).toMatchObject({
      state: 'ok',
      sentence: expect.stringContaining('the first start begins it'),
    });
    expect(found.enrolment).toMatchObject({ state: 'failed', sentence: expect.stringContaining('harbour, hillside') });
    expect((await sfumato(['doctor', '--config', config])).code).toBe(1);
    expect(existsSync(join(place, 'keys'))).toBe(false);
    configured('{ id: harbour }, { id: hillside }', 'folder: elsewhere\n');
    expect((await look(config)).folder).toMatchObject({ state: 'warning' });
    configured('{ id: harbour }', 'witness: { name: south-witness, logs: [] }\n');
    expect((await look(config)).enrolment?.sentence).toContain('Fewer are left than must answer (minSites: 2)');
  });

  it('counts whom it can ask, and reads its journal', async () => {
    configured('{ id: harbour }, { id: hillside }, { id: lakeside }');
    await trust(config, harbour);
    await trust(config, hillside);
    const found = await look(config);
    expect(found['link keys']?.sentence).toContain(fingerprintOf(await shown(config)));
    expect(found.enrolment).toMatchObject({
      state: 'warning',
      sentence: expect.stringContaining('not asked: lakeside.'),
    });
    configured('{ id: harbour }, { id: hillside }');
    await startOnce();
    const after = await look(config);
    expect(after.enrolment).toMatchObject({ state: 'ok', sentence: expect.stringContaining(fingerprintOf(harbour)) });
    expect(after.journal).toMatchObject({ state: 'ok', sentence: expect.stringMatching(/^\d+ records verified/) });
    expect((await sfumato(['doctor', '--config', config])).code).toBe(0);
  });

  it('names who is trusted otherwise than on record, until the next start records that', async () => {
    const other = party('site', 'harbour').peer;
    writeFileSync(join(place, 'peers.txt'), `${formatPeer(other)}\n`);
    const found = await look(config);
    expect(found['peer site/harbour']?.sentence).toContain(fingerprintOf(other));
    expect(found['peer site/hillside']?.sentence).toContain('no longer in peers.txt');
    await startOnce();
    expect(Object.keys(await look(config)).filter((name) => name.startsWith('peer '))).toEqual([]);
    const { stdout } = await sfumato(['audit', 'show', '--config', config, '--kind', 'peer', '--json']);
    const records: { body: { change: string; party: string } }[] = JSON.parse(stdout).records;
    expect(records.map(({ body }) => `${body.change} ${body.party}`).toSorted()).toEqual([
      'enrolled site/harbour',
      'enrolled site/hillside',
      'forgotten site/hillside',
      'replaced site/harbour',
    ]);
    expect((await sfumato(['audit', 'verify', '--config', config])).code).toBe(0);
  });

  it('tries the sites that are dialled', async () => {
    const node = siteFolder({ site: 'valley', publicKey: analyst().publicKey });
    const valley = await shown(node.config);
    const at = await freePort();
    const yaml = readFileSync(node.config, 'utf8').replace('port: 0, unsigned: true', `port: ${at}`);
    writeFileSync(node.config, yaml);
    configured(`{ id: valley, url: "http://127.0.0.1:${at}" }, { id: harbour }`);
    await trust(config, valley);
    expect((await look(config))['site/valley']).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('Nothing answers'),
    });
    for (const [peer, state, said] of [
      [party('coordinator', 'south').peer, 'failed', 'refuses this coordinator’s messages'],
      [await shown(config), 'ok', 'knows this coordinator'],
    ] as const) {
      await trust(node.config, peer);
      const server = await startServer(['node', 'start', '--config', node.config]);
      expect((await look(config))['site/valley']).toMatchObject({ state, sentence: expect.stringContaining(said) });
      await server.kill('SIGTERM');
    }
    rmSync(node.folder, { recursive: true, force: true });
  });

  it('refuses to send alerts that only sites have', async () => {
    const { code, stderr } = await sfumato(['doctor', '--config', config, '--alert']);
    expect(code).toBe(2);
    expect(stderr).toContain('Only sites send alerts');
  });
});
