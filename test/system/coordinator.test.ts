import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson, systemFetch } from '../../src/base/index.ts';
import { federationClient } from '../../src/client/index.ts';
import type { FederatedQuote, FederatedReply } from '../../src/contract/index.ts';
import { COORDINATOR_FAULTS, createQuestionLog } from '../../src/coordinator/index.ts';
import { type Fold, nodeDisk, verifyJournal } from '../../src/journal/index.ts';
import { watchesNothing } from '../../src/link/index.ts';
import { readKeyFile } from '../../src/node/index.ts';
import { type Run, type Server, sfumato, startServer } from '../support/command.ts';
import { signedQuestion } from '../support/signing.ts';
import { publishedSite } from '../support/site-folder.ts';

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-coordinator-'));
const key = join(scratch, 'ada.key');
const sites = ['harbour', 'hillside', 'lakeside'];
const made: Awaited<ReturnType<typeof publishedSite>>[] = [];
const nodes: Server[] = [];
const started: Server[] = [];
let coordinators = 0;

beforeAll(async () => {
  const { publicKey } = JSON.parse((await sfumato(['keygen', '--no-passphrase', '--analyst', key, '--json'])).stdout);
  for (const site of sites) {
    // The second has less to spend, so that it is the first to refuse.
    const blockEpsilon = site === 'hillside' ? '3.5' : '10';
    const folder = await publishedSite({ site, publicKey, blockEpsilon });
    made.push(folder);
    nodes.push(await startServer(['node', 'start', '--config', folder.config]));
  }
}, 120_000);
afterAll(async () => {
  // Also those of a test that failed before it ended its own.
  await Promise.all([...nodes, ...started].map((server) => server.kill('SIGTERM')));
  for (const { folder } of made) {
    rmSync(folder, { recursive: true, force: true });
  }
  rmSync(scratch, { recursive: true, force: true });
});

/** A coordinator's configuration with a folder of its own. */
function coordinatorConfig(): { config: string; folder: string } {
  coordinators += 1;
  const folder = join(scratch, `coordinator-${coordinators}`);
  const links = sites.map((id, at) => `  - { id: ${id}, url: "${nodes[at]?.url}", unsigned: true }`).join('\n');
  const config = `${folder}.yaml`;
  writeFileSync(
    config,
    `kind: coordinator\nfolder: ${folder}\nlisten: { host: 127.0.0.1, port: 0 }\nminSites: 2\nsites:\n${links}\n`,
  );
  return { config, folder };
}

async function start(config: string, fault = ''): Promise<Server> {
  const server = await startServer(['coordinator', 'start', '--config', config], { SFUMATO_FAULT: fault });
  started.push(server);
  return server;
}

function ask(server: Server, question: string, ...more: string[]): Promise<Run> {
  const file = join(scratch, 'question.yaml');
  writeFileSync(file, question);
  return sfumato([
    ...['ask', file, '--coordinator', server.url, '--project', 'lung-imaging', '--key', key, '--json'],
    ...more,
  ]);
}

async function spent(): Promise<string[]> {
  const runs = await Promise.all(made.map(({ config }) => sfumato(['budget', '--config', config, '--json'])));
  return runs.map(({ stdout }) => {
    const meters: { meter: string; spent: string }[] = JSON.parse(stdout).meters;
    return meters.find(({ meter }) => meter.startsWith('block:'))?.spent ?? 'none';
  });
}

/** The kinds of record in a coordinator's journal, which verifies. */
function recordsOf(folder: string): string[] {
  const kinds: string[] = [];
  const seen: Fold = { kinds: {}, apply: () => undefined, follow: ({ kind }) => void kinds.push(kind) };
  const disk = nodeDisk(join(folder, 'journal'));
  expect(verifyJournal({ disk, folds: [createQuestionLog(), watchesNothing(), seen] })).toMatchObject({
    verified: true,
  });
  return kinds;
}

describe('a coordinator that is killed', () => {
  it.each(COORDINATOR_FAULTS.map((point, at) => [point, ['CT', 'MR', 'US', 'CR'][at] ?? '']))(
    'at %s gives the same answer after its restart',
    async (point, Modality) => {
      const { config, folder } = coordinatorConfig();
      const draft = { count: 'patients' as const, where: { Modality }, epsilon: '0.5' };
      const signed = signedQuestion({ secretKey: readKeyFile(key, 'analyst'), draft, sites });
      const dying = await start(config, point);
      await expect(federationClient({ url: dying.url, fetch: systemFetch }).ask(signed)).rejects.toThrow('ask again');
      expect(await dying.ended).toBe('SIGKILL');

      const again = await start(config);
      const client = federationClient({ url: again.url, fetch: systemFetch });
      const first = await client.ask(signed);
      const second = await client.ask(signed);
      expect(first.combined?.sites).toEqual(sites);
      expect(canonicalJson(second.combined)).toBe(canonicalJson(first.combined));
      expect(first.loss).toEqual({ sites: 3, question: '1.5', total: '1.5' });
      expect(second.loss).toEqual(first.loss);
      await again.kill('SIGTERM');
      // What was under way when it died is said to have been given up, unless its outcome was on record.
      expect(recordsOf(folder).filter((kind) => kind === 'abort')).toHaveLength(point === 'concluded' ? 0 : 1);
    },
  );

  it('makes no site charge twice', async () => {
    expect(await spent()).toEqual(sites.map(() => String(0.5 * COORDINATOR_FAULTS.length)));
  });
});

describe('a question that one site would refuse', () => {
  it('isn’t asked of the others, unless a part is wanted', async () => {
    const server = await start(coordinatorConfig().config);
    const before = await spent();
    const dear = 'count: patients\nwhere: { Modality: MG }\nepsilon: "2"\n';
    const run = await ask(server, dear);
    const document: FederatedQuote & { notAsked?: string } = JSON.parse(run.stdout);
    expect(run.code).toBe(3);
    expect(document.notAsked).toMatch(/^hillside would not answer/);
    expect(document.sites.map(({ state }) => state)).toEqual(['not-asked', 'out-of-budget', 'not-asked']);
    expect(document.sites.map(({ quote }) => quote?.state === 'quoted' && quote.covered)).toEqual([true, false, true]);
    const partly = await ask(server, dear, '--partial');
    expect(partly.code).toBe(0);
    const reply: FederatedReply = JSON.parse(partly.stdout);
    expect(reply.combined?.sites).toEqual(['harbour', 'lakeside']);
    expect(reply.sites.map(({ state }) => state)).toEqual(['answered', 'out-of-budget', 'answered']);
    expect(await spent()).toEqual([String(Number(before[0]) + 2), before[1], String(Number(before[2]) + 2)]);
    await server.kill('SIGTERM');
  });

  it('isn’t asked for its total, nor for more answers than would come, whether a part is wanted or not', async () => {
    const server = await start(coordinatorConfig().config);
    const before = await spent();
    const dear = 'count: patients\nwhere: { Modality: MG }\nepsilon: "2"\n';
    for (const more of [[], ['--partial'], ['--dry-run']]) {
      const run = await ask(server, dear, '--total', ...more);
      expect(run.code).toBe(3);
      const so =
        more[0] === '--dry-run'
          ? 'so the question would not be asked. This was a dry run, which is free.'
          : 'so nothing was asked and nothing was spent.';
      expect(JSON.parse(run.stdout).notAsked).toBe(
        `hillside would not answer, and a total is of every site that is asked, ${so} Leave it out with --sites harbour,lakeside, or ask for less ε, or have the budget raised.`,
      );
    }
    const few = await ask(server, dear, '--partial', '--min-sites', '3');
    expect([few.code, JSON.parse(few.stdout).notAsked]).toEqual([3, expect.stringContaining('leaves 2 of the 3')]);
    const dry = await ask(server, dear, '--partial', '--min-sites', '3', '--dry-run');
    expect([dry.code, JSON.parse(dry.stdout).notAsked]).toEqual([3, expect.stringContaining('leaves 2 of the 3')]);
    for (const more of [
      ['--min-sites', '4'],
      ['--min-sites', '4', '--partial'],
      ['--min-sites', '4', '--dry-run'],
      ['--min-sites', '3', '--sites', 'harbour, lakeside'],
    ]) {
      const run = await ask(server, dear, ...more);
      expect(run.code).toBe(2);
      expect(run.stderr).toMatch(
        /--min-sites [34] can’t be met by the [23] that are asked; lower it, or ask more sites/,
      );
    }
    const alone = await ask(server, dear, '--sites', 'harbour');
    expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining('takes at least 2 sites, and 1 is asked')]);
    expect(await spent()).toEqual(before);
    await server.kill('SIGTERM');
  });

  it('isn’t asked while a site can’t be reached, and says which', async () => {
    const server = await start(coordinatorConfig().config);
    const question = 'count: patients\nwhere: { Modality: PT }\nepsilon: "0.5"\n';
    const hillside = nodes[1];
    await hillside?.kill('SIGTERM');
    const run = await ask(server, question);
    expect(run.code).toBe(1);
    expect(JSON.parse(run.stdout).notAsked).toMatch(/^hillside would not answer/);
    const partly = await ask(server, question, '--partial');
    expect(partly.code).toBe(0);
    const reply: FederatedReply = JSON.parse(partly.stdout);
    expect(reply.sites.map(({ state }) => state)).toEqual(['answered', 'unavailable', 'answered']);
    const before = await spent();
    const few = await ask(server, question.replace('PT', 'XA'), '--partial', '--min-sites', '3');
    expect(few.code).toBe(1);
    expect(JSON.parse(few.stdout).notAsked).toMatch(/^hillside would not answer, which leaves 2 of the 3 sites/);
    expect(await spent()).toEqual(before);
    nodes[1] = await startServer(['node', 'start', '--config', made[1]?.config ?? '']);
    await server.kill('SIGTERM');
  });

  it('is asked without a year that no site has, and says so beforehand and afterwards', async () => {
    const server = await start(coordinatorConfig().config);
    const here = new Date().getUTCFullYear();
    const question = `count: patients\nwhere: { Modality: NM }\nblocks: [1999, 2001, ${here}]\nepsilon: "0.5"\n`;
    const quoted = await ask(server, question, '--dry-run');
    expect(JSON.parse(quoted.stdout)).toMatchObject({ blocksLeftOut: [1999, 2001] });
    const asked = await ask(server, question);
    expect(JSON.parse(asked.stdout)).toMatchObject({ blocksLeftOut: [1999, 2001] });
    const whole = await ask(server, question.replace('1999, 2001, ', ''));
    expect(JSON.parse(whole.stdout)).not.toHaveProperty('blocksLeftOut');
    await server.kill('SIGTERM');
  });

  it('shows how each site stands while it is asked', async () => {
    const server = await start(coordinatorConfig().config);
    const run = await ask(server, 'count: patients\nwhere: { Modality: NM }\nepsilon: "0.5"\n');
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('harbour: answered   hillside: answered');
    await server.kill('SIGTERM');
  });

  it('shows an answer whose receipts can’t be kept, and asks nothing where that shows beforehand', async () => {
    const server = await start(coordinatorConfig().config);
    const question = 'count: patients\nwhere: { Modality: NM }\nepsilon: "0.5"\n';
    const nowhere = await ask(server, question, '--receipt', join(scratch, 'none', 'receipts'));
    expect(nowhere.code).toBe(1);
    expect(nowhere.stderr).toMatch(/^sfumato: .*receipts could not be written; look at its folder and its rights\.\n$/);
    expect(JSON.parse(nowhere.stdout)).toMatchObject({ error: { code: 'file-unwritable' } });
    // A device that is always full.
    const full = await ask(server, question, '--receipt', '/dev/full');
    expect(full.code).toBe(1);
    expect(full.stderr).toContain('sfumato: There is no space left to write /dev/full; free some and start again.');
    const reply: FederatedReply = JSON.parse(full.stdout);
    expect(reply.combined?.sites).toEqual(sites);
    await server.kill('SIGTERM');
  });
});

describe('a question for accuracy', () => {
  const question = 'count: patients\nwhere: { Modality: NM }\naccuracy: { halfWidth: 20, confidence: "0.95" }\n';

  it('is signed with the ε that sites and policy give it', async () => {
    const server = await start(coordinatorConfig().config);
    const quoted = await ask(server, question, '--dry-run');
    expect([quoted.code, JSON.parse(quoted.stdout).notAsked]).toEqual([0, undefined]);
    const asked = await ask(server, question);
    expect(asked.code, asked.stderr).toBe(0);
    expect(JSON.parse(asked.stdout).combined.sites).toEqual(sites);
    await server.kill('SIGTERM');
  });
});
