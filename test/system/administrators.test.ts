import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemFetch } from '../../src/base/index.ts';
import { type Server, sfumato, startServer } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { analyst } from '../support/signing.ts';
import { publishedSite } from '../support/site-folder.ts';

// docs/administrators.md as written: its commands on a real site, section by section, but for the ports.
const GUIDE = readFileSync(fileURLToPath(new URL('../../docs/administrators.md', import.meta.url)), 'utf8');
const root = mkdtempSync(join(tmpdir(), 'sfumato-administrators-'));
const config = join(root, 'site', 'node.yaml');
let node: Server;

/** The lines of a section that begin like this, without it. */
function linesOf(section: string, beginning: string): readonly string[] {
  const text = GUIDE.split(/^## /m).find((part) => part.startsWith(section)) ?? '';
  const found = text.split('\n').map((line) => line.trim());
  return found.filter((line) => line.startsWith(beginning)).map((line) => line.slice(beginning.length).trim());
}

async function runAll(section: string, expected: Readonly<Record<string, number>> = {}): Promise<readonly string[]> {
  const said: string[] = [];
  const lines = linesOf(section, 'npx --no sfumato');
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    const run = await sfumato(line.replace('/path/to/archive', join(root, 'site', 'archive')).split(' '), root);
    expect([line, run.code, run.stderr]).toEqual([line, expected[line.split(' ')[0] ?? ''] ?? 0, expect.any(String)]);
    said.push(run.stdout);
  }
  return said;
}

beforeAll(async () => {
  const made = await publishedSite({ site: 'harbour', publicKey: analyst().publicKey, patients: 30 });
  cpSync(made.folder, join(root, 'site'), { recursive: true, filter: (path) => !path.endsWith('.sock') });
  rmSync(made.folder, { recursive: true, force: true });
  const [settings = ''] = [...GUIDE.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text);
  const ported = settings.replace('7200', String(await freePort()));
  writeFileSync(config, `${readFileSync(config, 'utf8')}${ported}metrics: { port: 0 }\nlog: json\n`);
  node = await startServer(['node', 'start', '--config', config]);
});
afterAll(async () => {
  await node?.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

describe('the guide for hospital IT', () => {
  it('has a site looked over, ingested and published beside the running node', async () => {
    const [seen = ''] = await runAll('1. Install');
    expect(seen).toMatch(/^ok +permissions/m);
    await runAll('2. Folder and rights', { publish: 3 });
  });

  it('shows the pages to browsers that come by the configured name through the proxy, and to no others', async () => {
    const { hostname, port } = new URL(node.pages ?? '');
    const status = async (host: string): Promise<number> => {
      const { request } = await import('node:http');
      return await new Promise((resolve, reject) => {
        const headers = { host, 'x-forwarded-for': '192.0.2.7' };
        const asked = request({ host: hostname, port, path: '/sign-in', headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        });
        asked.on('error', reject);
        asked.end();
      });
    };
    expect(await status('sfumato.hospital.example')).toBe(200);
    expect(await status(`127.0.0.1:${port}`)).toBe(421);
  });

  it('invites people, lists them and takes their sign-in away, while the node runs', async () => {
    const [invited = '', listed = ''] = await runAll('6. Who signs in');
    expect(invited).toContain('https://sfumato.hospital.example/enrol');
    expect(listed).toContain('mira');
  });

  it('is told of its health by probes, metrics and status', async () => {
    const urls = linesOf('7. Health', 'curl --fail --silent');
    expect(urls.length).toBe(3);
    for (const url of urls) {
      const at = url.replace('http://127.0.0.1:7101', node.url).replace('http://127.0.0.1:9464', node.metrics ?? '');
      expect([url, (await systemFetch(at)).status]).toEqual([url, 200]);
    }
    const said = await runAll('7. Health');
    expect(said.join('\n')).toMatch(/^Program: version \d+\.\d+\.\d+\. Losses are counted in pure ε\.$/m);
    const metrics = await (await systemFetch(`${node.metrics}/metrics`)).text();
    for (const [name] of GUIDE.matchAll(/sfumato_(?!site_(?:last_seen|doubled))[a-z_]+/g)) {
      expect(metrics).toContain(name);
    }
  });

  it('ends in order on SIGTERM, is copied, and the copy verifies without a node', async () => {
    expect(await node.kill('SIGTERM')).toBe(0);
    const [copy = ''] = linesOf('8. Backups', 'cp -a');
    const [from = '', to = ''] = copy.split(' ');
    cpSync(join(root, from), join(root, to), { recursive: true });
    expect((await runAll('8. Backups')).join('')).toContain('verified');
  });

  it('is looked over before an upgraded program starts, and again after a crash', async () => {
    await runAll('9. Upgrade');
    node = await startServer(['node', 'start', '--config', config]);
    await node.kill('SIGKILL');
    node = await startServer(['node', 'start', '--config', config]);
    await runAll('10. After a crash');
  });
});
