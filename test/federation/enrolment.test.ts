import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintOf, formatPeer, parsePeer } from '../../src/link/index.ts';
import { sfumato, startServer } from '../support/command.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

interface Shown {
  readonly party: string;
  readonly text: string;
  readonly fingerprint: string;
  readonly trusted: readonly { readonly party: string }[];
}

let root: string;
let coordinator: string;
let site: { folder: string; config: string };

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'sfumato-link-'));
  coordinator = join(root, 'coordinator.yaml');
  writeFileSync(
    coordinator,
    'kind: coordinator\nname: north\nlisten: { host: 127.0.0.1, port: 0 }\nminSites: 1\nsites: [{ id: harbour, url: "http://127.0.0.1:9" }]\n',
  );
  site = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(site.folder, { recursive: true, force: true });
});

async function show(config: string): Promise<Shown> {
  return JSON.parse((await sfumato(['link', 'show', '--config', config, '--json'])).stdout);
}

function trust(text: string, fingerprint: string, more: readonly string[] = []) {
  return sfumato(['link', 'trust', text, '--fingerprint', fingerprint, '--config', site.config, ...more]);
}

describe('enrolment', () => {
  it('gives every party a name, two keys and a fingerprint, which stay', async () => {
    const [first, second, other] = [await show(site.config), await show(site.config), await show(coordinator)];
    expect(first).toMatchObject({ party: 'site/harbour', trusted: [] });
    expect(second).toEqual(first);
    expect(other.party).toBe('coordinator/north');
    expect(first.fingerprint).toMatch(/^([0-9a-f]{4}-){9}[0-9a-f]{4}$/);
    const peer = parsePeer(first.text);
    expect(peer?.signing).not.toEqual(peer?.opening);
    expect(statSync(join(site.folder, 'keys', 'link.key')).mode & 0o777).toBe(0o600);
    expect(statSync(join(site.folder, 'keys', 'opening.key')).mode & 0o777).toBe(0o600);
  });

  it('trusts nobody whose fingerprint is another, or of whom a part is', async () => {
    const { text, fingerprint } = await show(coordinator);
    const wrong = `${fingerprint.slice(0, -1)}${fingerprint.endsWith('0') ? '1' : '0'}`;
    for (const said of [wrong, fingerprint.slice(0, -5), '']) {
      expect((await trust(text, said)).code).toBe(3);
    }
    expect((await trust(`${text}A`, fingerprint)).code).toBe(2);
    expect((await trust((await show(site.config)).text, (await show(site.config)).fingerprint)).code).toBe(2);
    expect((await show(site.config)).trusted).toEqual([]);
  });

  it('is of another party: not the site itself, nor its keys under another name', async () => {
    const own = parsePeer((await show(site.config)).text)!;
    for (const [peer, code] of [
      [own, 2],
      [{ ...own, name: 'hillside' }, 3],
      [{ ...own, role: 'coordinator' as const }, 3],
    ] as const) {
      const { code: ended, stderr } = await trust(formatPeer(peer), fingerprintOf(peer), ['--replace']);
      expect({ ended, stderr }).toEqual({
        ended: code,
        stderr: expect.stringMatching(code === 2 ? 'this party itself' : 'a key of this site'),
      });
    }
    expect((await show(site.config)).trusted).toEqual([]);
  });

  it('pins a party by its whole name, once, until its people say that it has a new key', async () => {
    const { text, fingerprint } = await show(coordinator);
    expect((await trust(text, fingerprint.toUpperCase().replaceAll('-', ' '))).code).toBe(0);
    expect((await show(site.config)).trusted).toMatchObject([{ party: 'coordinator/north' }]);
    rmSync(join(root, 'keys'), { recursive: true });
    const renewed = await show(coordinator);
    expect((await trust(renewed.text, renewed.fingerprint)).code).toBe(3);
    expect((await trust(renewed.text, renewed.fingerprint, ['--replace'])).code).toBe(0);
    expect((await show(site.config)).trusted).toEqual([
      { party: 'coordinator/north', text: renewed.text, fingerprint: renewed.fingerprint },
    ]);
  });

  it('is taken back by the whole name only', async () => {
    const forget = (party: string) => sfumato(['link', 'forget', party, '--config', site.config]);
    expect((await forget('north')).code).toBe(2);
    expect((await forget('coordinator/nort')).code).toBe(2);
    expect((await forget('coordinator/north')).code).toBe(0);
    expect((await show(site.config)).trusted).toEqual([]);
  });

  it('refuses a list of peers that somebody damaged', async () => {
    const file = join(site.folder, 'peers.txt');
    const { text } = await show(coordinator);
    for (const lines of [`${text}\n${text}\n`, `${text.slice(0, -1)}\n`, 'everybody\n']) {
      writeFileSync(file, lines);
      expect((await sfumato(['link', 'show', '--config', site.config])).code).toBe(2);
    }
    expect(readFileSync(file, 'utf8')).toBe('everybody\n');
  });

  it('is told of at a start where an older peers.txt brings back who was forgotten, at a site and at a coordinator', async () => {
    for (const folder of [site.folder, root]) {
      rmSync(join(folder, 'peers.txt'), { force: true });
    }
    const opened = async () => (await sfumato(['budget', '--config', site.config])).stderr;
    const started = async () => {
      const server = await startServer(['coordinator', 'start', '--config', coordinator]);
      await server.kill('SIGTERM');
      return server.said.join('');
    };
    for (const [config, folder, other, begin] of [
      [site.config, site.folder, coordinator, opened],
      [coordinator, root, site.config, started],
    ] as const) {
      const { text, fingerprint, party } = await show(other);
      await sfumato(['link', 'trust', text, '--fingerprint', fingerprint, '--config', config]);
      expect(await begin()).not.toContain('peers.txt names');
      const older = readFileSync(join(folder, 'peers.txt'));
      await sfumato(['link', 'forget', party, '--config', config]);
      expect(await begin()).not.toContain('peers.txt names');
      writeFileSync(join(folder, 'peers.txt'), older);
      expect(await begin()).toContain(`peers.txt names ${party} again under ${fingerprint}`);
    }
  });
});
