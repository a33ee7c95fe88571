import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Run, type Server, sfumato, startServer } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { publishedSite } from '../support/site-folder.ts';
import { type Visitor, visitorAt } from '../support/visitor.ts';

// A coordinator dies once the sites have charged for a total, and comes back: command and workbench send the same request again.
const SITES = ['harbour', 'hillside'];
const root = mkdtempSync(join(tmpdir(), 'sfumato-again-'));
const key = join(root, 'ada.key');
const made: Awaited<ReturnType<typeof publishedSite>>[] = [];
const nodes: Server[] = [];
const config = join(root, 'coordinator.yaml');
let url = '';
let coordinator: Server;
let bench: Server;
let visitor: Visitor;

async function run(...words: readonly string[]) {
  const done = await sfumato([...words, '--json'], root);
  expect(done, words.join(' ')).toMatchObject({ code: 0 });
  return JSON.parse(done.stdout);
}

const startCoordinator = async (fault = ''): Promise<void> => {
  coordinator = await startServer(['coordinator', 'start', '--config', config], { SFUMATO_FAULT: fault });
};

const startBench = async (): Promise<void> => {
  const where = ['--coordinator', url, '--project', 'lung-imaging', '--key', key, '--folder', join(root, 'desk')];
  bench = await startServer(['workbench', ...where]);
  visitor = visitorAt(new URL(bench.url).origin);
  const { pathname, search } = new URL(bench.url);
  await visitor.get(`${pathname}${search}`);
};

const ask = (question: string, ...more: readonly string[]): Promise<Run> =>
  sfumato(
    ['ask', question, '--coordinator', url, '--project', 'lung-imaging', '--key', 'ada.key', '--json', ...more],
    root,
  );

async function spent(): Promise<readonly string[]> {
  const all = await Promise.all(made.map(({ config: file }) => run('budget', '--config', file)));
  return all.map(({ meters }) => meters.find(({ meter }: { meter: string }) => meter === 'analyst:ada')?.spent ?? '0');
}

async function until(path: string, has: string): Promise<string> {
  for (;;) {
    const { text } = await visitor.get(path);
    if (text.includes(has)) {
      return text;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

beforeAll(async () => {
  const { publicKey } = await run('keygen', '--no-passphrase', '--analyst', key);
  for (const [at, site] of SITES.entries()) {
    made.push(await publishedSite({ site, publicKey, patients: 30, seed: at + 1 }));
  }
  const texts = await Promise.all(made.map((one) => run('link', 'show', '--config', one.config)));
  for (const [at, { text, fingerprint }] of texts.entries()) {
    await run('link', 'trust', text, '--fingerprint', fingerprint, '--config', made[1 - at]?.config ?? '');
  }
  for (const one of made) {
    nodes.push(await startServer(['node', 'start', '--config', one.config]));
  }
  const links = SITES.map((id, at) => `  - { id: ${id}, url: "${nodes[at]?.url}", unsigned: true }`).join('\n');
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  mkdirSync(join(root, 'coordinator'));
  const head = `kind: coordinator\nfolder: coordinator\nlisten: { host: 127.0.0.1, port: ${port} }\nminSites: 2\n`;
  writeFileSync(config, `${head}sites:\n${links}\n`);
  writeFileSync(join(root, 'tot.yaml'), 'count: patients\nepsilon: "0.5"\n');
});

afterAll(async () => {
  await Promise.all([bench, coordinator, ...nodes].map((server) => server?.kill('SIGTERM')));
  for (const folder of [root, ...made.map((one) => one.folder)]) {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('a total whose coordinator dies once it is charged', () => {
  it('is not charged again by the same command, which keeps the request and says so', async () => {
    await startCoordinator('gathered');
    const lost = await ask('tot.yaml', '--total');
    expect(await coordinator.ended).toBe('SIGKILL');
    const kept = readdirSync(root).filter((name) => /^tot-[0-9a-f]{8}\.jws$/.test(name));
    expect(kept).toHaveLength(1);
    expect(lost.code).toBe(1);
    expect(lost.stderr).toContain(`The signed request is kept in ${kept[0]}.`);
    expect(JSON.parse(lost.stdout).error.message).toMatch(/did not answer to the end; send the same signed request/);
    expect(JSON.parse(lost.stdout).error.message).toContain(`is kept in ${kept[0]}: the same command sends it again.`);
    expect(await spent()).toEqual(['0.5', '0.5']);

    await startCoordinator();
    const dry = await ask('tot.yaml', '--total', '--dry-run', '--request', kept[0] ?? '');
    expect([dry.code, dry.stderr]).toEqual([0, expect.stringContaining('so --request plays no part')]);
    expect(JSON.parse(dry.stdout).sites[0]).toHaveProperty('quote');
    const again = await ask('tot.yaml', '--total');
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('is sent again')]);
    const reply = JSON.parse(again.stdout);
    expect(reply.combined.sites).toEqual(SITES);
    expect(reply.sites.map(({ charged }: { charged: string }) => charged)).toEqual(['0', '0']);
    expect(JSON.parse((await ask('tot.yaml', '--total')).stdout).combined).toEqual(reply.combined);
    expect(await spent()).toEqual(['0.5', '0.5']);
    // Something else is another request.
    expect(JSON.parse((await ask('tot.yaml', '--total', '--attempts', '2')).stdout).combined.sites).toEqual(SITES);
    expect(await spent()).toEqual(['1', '1']);
    await coordinator.kill('SIGTERM');
  });

  it('is sent again by the workbench, which knows it after a restart, for no second charge', async () => {
    const before = await spent();
    const form = 'price=yes&kind=count+patients&aim=epsilon&epsilon=0.25&total=yes';
    const asks = (one: string) =>
      visitor.send(`/?${one}`, `/ask?${one}`, Object.fromEntries(new URLSearchParams(one)), '/lock');
    await startCoordinator('gathered');
    await startBench();
    const { to } = await asks(form);
    const failed = await until(to, 'No combined answer');
    expect(failed).toContain('send the same signed request again');
    expect(failed).toContain('Send it again');
    expect(failed).not.toContain('Look again');
    await bench.kill('SIGKILL');

    await startCoordinator();
    await startBench();
    const { text } = await visitor.get('/answers');
    expect(text).toContain(`href="${to}"`);
    expect(text).toContain('the total alone');
    expect((await visitor.get(to)).text).toContain('The workbench ended before an answer was there.');
    expect(await visitor.send(to, `${to}/again`, {})).toMatchObject({ status: 303, to });
    const page = await until(to, 'id="result-0"');
    expect(page.match(/sent before, free/g)).toHaveLength(2);
    expect(page).not.toContain('Send it again');
    // The same total anew leads to that answer, in this session and in the next.
    expect(await asks(form)).toMatchObject({ to });
    await bench.kill('SIGTERM');
    await startBench();
    expect((await visitor.get(to)).text).toContain('id="result-0"');
    expect(await asks(form)).toMatchObject({ to });
    expect(await spent()).toEqual(before.map((one) => String(Number(one) + 0.25)));
  });
});
