import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, sfumato, startServer } from '../support/command.ts';
import { siteFolder } from '../support/site-folder.ts';

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-key-'));
const at = (name: string): string => join(scratch, name);
const key = at('ada.key');
const SITES = ['harbour', 'hillside'];
const folders: ReturnType<typeof siteFolder>[] = [];
const servers: Server[] = [];

async function done(words: readonly string[]): Promise<ReturnType<typeof JSON.parse>> {
  const run = await sfumato([...words, '--json']);
  expect(run, words.join(' ')).toMatchObject({ code: 0 });
  return JSON.parse(run.stdout);
}

beforeAll(() => {
  writeFileSync(at('first.txt'), 'seven grey herons\n', { mode: 0o600 });
  writeFileSync(at('second.txt'), 'eleven white swans\n', { mode: 0o600 });
  writeFileSync(at('short.txt'), 'swans\n', { mode: 0o600 });
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill('SIGTERM')));
  for (const { folder } of folders) {
    rmSync(folder, { recursive: true, force: true });
  }
  rmSync(scratch, { recursive: true, force: true });
});

describe('a researcher’s key', () => {
  it('is never made without a passphrase unless somebody says so', async () => {
    const run = await sfumato(['keygen', '--analyst', at('none.key')]);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('--passphrase-file') });
    const short = await sfumato(['keygen', '--analyst', at('none.key'), '--passphrase-file', at('short.txt')]);
    expect(short).toMatchObject({ code: 2, stderr: expect.stringContaining('at least 10 characters') });
    expect(() => statSync(at('none.key'))).toThrow();
  });

  it('is sealed, for its owner only, and says to anybody whose it is and until when', async () => {
    const words = ['--passphrase-file', at('first.txt'), '--expires', '2099-11-26'];
    const { publicKey } = await done(['keygen', '--analyst', key, ...words]);
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(await done(['key', 'show', key])).toEqual({
      ...{ file: key, publicKey, sealed: true, expires: '2099-11-26', expired: false },
    });
  });

  it('gets another passphrase, and the former one opens it no more', async () => {
    const before = await done(['key', 'show', key]);
    const change = (from: string, to: string) =>
      sfumato(['key', 'change-passphrase', key, '--passphrase-file', at(from), '--new-passphrase-file', at(to)]);
    expect(await change('second.txt', 'first.txt')).toMatchObject({ code: 1 });
    expect(await change('first.txt', 'second.txt')).toMatchObject({ code: 0 });
    expect(await change('first.txt', 'second.txt')).toMatchObject({ code: 1 });
    expect(await done(['key', 'show', key])).toEqual(before);
  });

  it('signs nothing after its last day', async () => {
    const expired = at('expired.key');
    const plain = at('plain.key');
    await done(['keygen', '--analyst', plain, '--no-passphrase']);
    const secret = readFileSync(plain, 'utf8').trim().split(' ').at(-1);
    writeFileSync(expired, `sfumato-secret-key v2 analyst plain 2020-01-31 ${secret}\n`);
    writeFileSync(at('question.yaml'), 'count: patients\nepsilon: "0.1"\n');
    const to = ['--coordinator', 'http://127.0.0.1:1', '--project', 'lung-imaging', '--key', expired];
    const run = await sfumato(['ask', at('question.yaml'), ...to]);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('expired after 2020-01-31') });
    expect(await sfumato(['keygen', '--analyst', at('late.key'), '--expires', '2020-01-31'])).toMatchObject({
      code: 2,
    });
  });
});

describe('revoking a key everywhere', () => {
  let coordinator = '';
  const config = at('coordinator.yaml');

  async function startSite(index: number, port = 0): Promise<Server> {
    const { config: file } = folders[index] ?? { config: '' };
    writeFileSync(file, readFileSync(file, 'utf8').replace(/port: \d+/, `port: ${port}`));
    return await startServer(['node', 'start', '--config', file]);
  }

  beforeAll(async () => {
    const { publicKey } = await done(['key', 'show', key]);
    folders.push(...SITES.map((site) => siteFolder({ site, publicKey })));
    const sites = [await startSite(0), await startSite(1)];
    const links = SITES.map((id, n) => `  - { id: ${id}, url: "${sites[n]?.url}", unsigned: true }`).join('\n');
    const text = `kind: coordinator\nfolder: ${at('coordinator')}\nlisten: { host: 127.0.0.1, port: 0 }\nminSites: 2\nsites:\n${links}\n`;
    writeFileSync(config, text);
    const relay = await startServer(['coordinator', 'start', '--config', config]);
    servers.push(...sites, relay);
    coordinator = relay.url;
  }, 120_000);

  const revoke = (...named: string[]) => {
    const words = ['--statement', at('ada.revocation'), '--coordinator', coordinator, '--json'];
    return sfumato(['key', 'revoke', ...named, ...words]);
  };

  it('can be signed beforehand, and then sent without the passphrase', async () => {
    expect((await revoke()).code).toBe(2);
    await done(['key', 'revoke', key, '--statement', at('ada.revocation'), '--passphrase-file', at('second.txt')]);
  });

  it('says which site has acknowledged, and which must be told again', async () => {
    const url = servers[1]?.url ?? '';
    await servers[1]?.kill('SIGTERM');
    const run = await revoke(key);
    expect(run.code).toBe(1);
    expect(JSON.parse(run.stdout)).toMatchObject({
      missing: ['hillside'],
      sites: [{ site: 'harbour', state: 'recorded', record: expect.stringMatching(/^\d+$/) }, { state: 'unavailable' }],
    });
    servers.push(await startSite(1, Number(new URL(url).port)));
    // The key's file may be lost, too.
    const again = JSON.parse((await revoke()).stdout);
    expect(again).toMatchObject({ missing: [], sites: [{ state: 'recorded' }, { state: 'recorded' }] });
    expect(again.sites[0].record).toBe(JSON.parse(run.stdout).sites[0].record);
  });

  it('leaves a record at each site that an audit verifies', async () => {
    for (const { config: file } of folders) {
      const { records } = await done(['audit', 'show', '--config', file, '--kind', 'revocation']);
      expect(records).toHaveLength(1);
      expect(await done(['audit', 'verify', '--config', file])).toMatchObject({ verified: true });
    }
  });
});
