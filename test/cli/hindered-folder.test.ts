import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { accountCheck } from '../../src/cli/doctor/account.ts';
import { diskCheck } from '../../src/cli/doctor/disk.ts';
import { loadCoordinatorConfig, loadNodeConfig } from '../../src/cli/files/configuration.ts';
import { openNonceBook } from '../../src/link/index.ts';
import { undecidedSentence } from '../../src/node/index.ts';
import { openingError } from '../../src/warehouse/engine/handle.ts';
import { unopened } from '../../src/warehouse/scan.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

const SITE = `kind: node
site: harbour
domain: harbour-imaging
domainSince: 2026
policy: none.yaml
sizeClass: small
calendar: daily
standingGrant: { epsilon: "1", reason: For a test of what hinders a start. }
projects: []
`;
const root = mkdtempSync(join(tmpdir(), 'sfumato-hindered-'));
const site = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
afterAll(() => [root, site.folder].forEach((folder) => void rmSync(folder, { recursive: true, force: true })));

it('says how an address is written where a host alone stands, or IPv6 without what it needs', () => {
  const file = join(root, 'addresses.yaml');
  const said = (settings: string): string => {
    writeFileSync(file, `kind: coordinator\nlisten: { port: 7100 }\nminSites: 1\n${settings}`);
    try {
      loadCoordinatorConfig(file);
    } catch (error) {
      return String(error);
    }
    return 'taken';
  };
  for (const url of ['[::1]', '[::1]:7101', 'http://::1:7101', 'harbour.example', 'localhost:7101']) {
    expect(said(`sites: [{ id: harbour, url: "${url}" }]`)).toContain(
      `sites[0].url is "${url}", but must be a whole address such as https://host.example:7101 or, of IPv6, http://[::1]:7101`,
    );
  }
  expect(said('sites: [{ id: harbour, url: "http://[::1]:7101" }]')).toBe('taken');
  expect(said('sites: [{ id: harbour }]\noutbound: { proxy: "proxy.example:3128" }')).toContain(
    'outbound.proxy is "proxy.example:3128", but must be an address such as http://proxy.example:3128',
  );
});

/** What the doctor says, as this account, of a folder of one account in which these paths are another's. */
function accountOf(us: number, { owner, others, uid }: { owner: number; others: readonly string[]; uid: number }) {
  const folder = mkdtempSync(join(root, 'site-'));
  for (const name of ['keys', 'staging', 'ingests']) {
    mkdirSync(join(folder, name));
  }
  for (const name of [...WRITTEN, 'node.yaml']) {
    writeFileSync(join(folder, name), '');
  }
  const uidOf = (path: string) => (others.some((name) => path === join(folder, name)) ? uid : owner);
  return accountCheck(folder, { us, uidOf });
}

const WRITTEN = [
  'owner.lock',
  'nonces.log',
  'peers.txt',
  'register.sealed',
  'staging/one.duckdb',
  'ingests/1.json',
  'keys/seal.key',
];

describe('the doctor, of the account that a folder belongs to,', () => {
  it.each(WRITTEN)('names a file of another that the program writes: %s', (name) => {
    const found = { state: 'failed', sentence: expect.stringContaining(`${name} belongs to another account (uid 0)`) };
    expect(accountOf(7, { owner: 7, others: [name], uid: 0 })).toMatchObject(found);
    // Root can do all, but the account whose folder it is can't: it has run a command there.
    expect(accountOf(0, { owner: 7, others: [name], uid: 0 })).toMatchObject(found);
  });

  it('finds nothing wrong with what people put there, and warns root of a folder that is not its own', () => {
    expect(accountOf(7, { owner: 7, others: ['node.yaml'], uid: 0 })).toMatchObject({ state: 'ok' });
    expect(accountOf(0, { owner: 0, others: ['node.yaml'], uid: 7 })).toMatchObject({ state: 'ok' });
    const warned = { state: 'warning', sentence: expect.stringContaining('runuser') };
    expect(accountOf(0, { owner: 7, others: [], uid: 7 })).toMatchObject(warned);
    expect(accountOf(8, { owner: 7, others: [], uid: 7 })).toMatchObject({ state: 'failed' });
    expect(accountCheck(site.folder)).toMatchObject({ state: 'ok' });
  });

  it('fails where the file system is mounted read-only', () => {
    const access = () => {
      throw Object.assign(new Error('EROFS'), { code: 'EROFS' });
    };
    expect(diskCheck(site.folder, { access })).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('mounted read-only'),
    });
    expect(diskCheck(site.folder).sentence).not.toContain('read-only');
  });

  it.each(['emergency_ro', 'shutdown'])('fails where the kernel has stopped the file system: %s', (option) => {
    const mountinfo = join(site.folder, 'mountinfo');
    const mounted = (options: string) =>
      writeFileSync(
        mountinfo,
        `1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 8:2 / /home rw - ext4 /dev/sda2 ${option}\n3 1 8:3 / ${site.folder} rw,noatime - ext4 /dev/sda3 ${options}\n`,
      );
    mounted(`rw,${option}`);
    expect(diskCheck(site.folder, { mountinfo })).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('takes no more writes'),
    });
    mounted('rw');
    expect(diskCheck(site.folder, { mountinfo }).state).not.toBe('failed');
  });

  it.each([
    [0, 'failed', 'The disk is as good as full: 0.0 MiB are free. A full disk stops all answers; make room.'],
    [15, 'failed', 'The disk is as good as full: 15.0 MiB are free. A full disk stops all answers; make room.'],
    [512, 'warning', '0.5 GiB are free. A full disk stops all answers.'],
    [2_048, 'ok', '2.0 GiB are free.'],
  ])('says of %d MiB that are free: %s', (bavail, state, sentence) => {
    expect(diskCheck(site.folder, { statfs: () => ({ blocks: 10 ** 6, bavail, bsize: 1024 ** 2 }) })).toMatchObject({
      state,
      sentence,
    });
  });

  it('does not take a file system that tells no size for a full one', () => {
    const statfs = () => ({ blocks: 0, bavail: 0, bsize: 4096 });
    expect(diskCheck(site.folder, { statfs }).state).toBe('warning');
  });
});

describe('a file that can’t be opened', () => {
  it.each([
    ['IO Error: Could not write file "/x": No space left on device', 'disk-full', /no space left/],
    ['IO Error: Cannot open file "/x": Too many open files', 'file-unwritable', /ulimit -n/],
    ['IO Error: Cannot open file "/x": Permission denied', 'file-unwritable', /chown -R/],
    ['IO Error: Cannot open file "/x": Read-only file system', 'file-unwritable', /mounted read-only/],
    [
      'IO Error: The file "/x" exists, but it is not a valid DuckDB database file!',
      'file-unreadable',
      /is it damaged\?/,
    ],
  ])('is taken for damaged only where nothing else hinders: %s', (said, code, sentence) => {
    const error = openingError('/x', new Error(said), () => undefined);
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(sentence)]);
  });

  it.each([
    ['EMFILE', /ulimit -n/],
    ['EACCES', /chown -R/],
    ['EPERM', /chown -R/],
    ['EROFS', /mounted read-only/],
  ])('is not taken for damaged whatever words the engine has for %s', (code, sentence) => {
    const error = openingError('/x', new Error('IO Error: something else'), () => {
      throw Object.assign(new Error(code), { code });
    });
    expect([error.code, error.message]).toEqual(['file-unwritable', expect.stringMatching(sentence)]);
    // A snapshot neither: restoring one would not help.
    expect(unopened('/x', error)).toMatchObject({
      code: 'file-unreadable',
      message: expect.stringMatching(/^The snapshot \/x/),
    });
  });

  it('says so of the book of nonces', async () => {
    mkdirSync(join(root, 'nonces.log'));
    await expect(openNonceBook(root, () => 1)).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringMatching(/nonces\.log could not be read and written \(EISDIR\); .* of its folder\.$/),
    });
  });
});

describe('a configuration', () => {
  it('whose folder can’t be looked at is not told to make it', () => {
    const loop = join(root, 'loop');
    symlinkSync(loop, loop);
    const file = join(root, 'node.yaml');
    writeFileSync(file, `${SITE}listen: { port: 1 }\nfolder: loop\n`);
    expect(() => loadNodeConfig(file)).toThrow(/can’t be looked at by this account \(ELOOP\)/);
    writeFileSync(file, `${SITE}listen: { port: 1 }\nfolder: none\n`);
    expect(() => loadNodeConfig(file)).toThrow(/does not exist; make it/);
  });

  it('names no empty host, on which a server would listen to every network', () => {
    const file = join(root, 'listening.yaml');
    for (const places of ['listen: { host: "", port: 1 }', 'listen: { port: 1 }\nmetrics: { host: "", port: 2 }']) {
      writeFileSync(file, `${SITE}${places}\n`);
      expect(() => loadNodeConfig(file)).toThrow(/host/);
      writeFileSync(file, `kind: coordinator\nsites: [{ id: harbour }]\nminSites: 1\n${places}\n`);
      expect(() => loadCoordinatorConfig(file)).toThrow(/host/);
    }
  });

  it('whose policy has another document under the name that is in force is told apart from one with another name', () => {
    expect(undecidedSentence('a@1', 'a@1')).toMatch(/under the same name: it was changed since/);
    expect(undecidedSentence('a@2', 'a@1')).toMatch(/^This site works under a@1; a@2 comes into force once two people/);
  });
});
