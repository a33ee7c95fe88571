import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../src/base/index.ts';
import { loadPolicyFile } from '../../src/cli/policy/policy-file.ts';
import { SiteManifest } from '../../src/dicom/generate.ts';
import { SHELL } from '../../src/governance/index.ts';
import { nodeDisk, readJournal, verifyJournal } from '../../src/journal/index.ts';
import { type LocalVerb, nodeFolds, type OpenNode } from '../../src/node/index.ts';
import { consentFile, registerFile } from '../../src/warehouse/index.ts';
import { sfumato } from '../support/command.ts';
import { openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, publishedSite } from '../support/site-folder.ts';
import { storedRows } from '../warehouse/support/stored-rows.ts';

const signal = new AbortController().signal;
const policy = loadPolicyFile(POLICY_FILE);
const DAY_MS = 86_400_000;

let site: Awaited<ReturnType<typeof publishedSite>>;
let ids: readonly string[];
let node: OpenNode;
let daysOn = 0;

/** A clock that is some days ahead, so that another slot of the calendar is open. */
const clock: Clock = { ...systemClock, wallMs: () => systemClock.wallMs() + daysOn * DAY_MS };

beforeAll(async () => {
  site = await publishedSite({ site: 'harbour', publicKey: analyst().publicKey, patients: 24 });
  const { patients } = SiteManifest.parse(JSON.parse(readFileSync(site.manifest, 'utf8')));
  ids = patients.filter(({ issuer }) => issuer === '').map(({ patientId }) => patientId);
});
afterAll(() => rmSync(site.folder, { recursive: true, force: true }));
afterEach(() => node.close());

async function start(): Promise<void> {
  node = await openSite({ folder: site.folder, config: site.config, policyFile: POLICY_FILE }, clock);
}

const run = (verb: LocalVerb, input: unknown = {}) =>
  node.run({ verb, input, actor: SHELL, signal, onProgress: () => undefined });

function listOf(patients: readonly string[]): string {
  const list = join(site.folder, 'list.txt');
  writeFileSync(list, patients.map((id) => `${id}\n`).join(''));
  return list;
}

async function publishNextDay(): Promise<void> {
  daysOn += 1;
  await run('publish');
}

/** Which patients are in the current snapshot, by their seeds, and what they allow. */
async function published(): Promise<ReadonlyMap<bigint, bigint>> {
  const name = `${node.ctx.catalog.snapshot()?.id}.duckdb`;
  const file = join(site.folder, 'seen', name); // the node has its own open
  cpSync(join(site.folder, 'snapshots', name), file);
  return new Map((await storedRows(file, policy)).map(({ seed = 0n, scope = 0n }) => [seed, scope]));
}

const recordsOf = (kind: string) =>
  [...readJournal(nodeDisk(join(site.folder, 'journal')))].filter((record) => record.kind === kind);

describe('what patients said', () => {
  it('makes one record a publish, of the same length for nobody, one, and five hundred, and none before', async () => {
    await start();
    for (const count of [0, 1, 500]) {
      const before = recordsOf('consent').length;
      if (count > 0) {
        const strangers = Array.from({ length: count }, (_, at) => `NOBODY-${at}`);
        await run('consent-add', { list: listOf(strangers), scopes: count === 1 ? [] : ['quality'] });
        expect(recordsOf('consent')).toHaveLength(before);
      }
      await publishNextDay();
      expect(recordsOf('consent')).toHaveLength(before + 1);
    }
    const records = recordsOf('consent');
    expect(records.length).toBeGreaterThanOrEqual(4);
    // In its own bytes a record's length varies with its number and the clock's digits alone; the body never does.
    expect(new Set(records.map(({ body }) => JSON.stringify(body).length)).size).toBe(1);
    expect(JSON.stringify(records)).not.toContain('NOBODY');
  });

  it('withdraws a patient at the next publish, and for good: no re-ingest, restore or roll-back brings anybody back', async () => {
    await start();
    const before = await published();
    const gone = ids.slice(0, 3);
    expect(await run('consent-add', { list: listOf(gone), scopes: [] })).toMatchObject({
      batches: 3,
      lines: 3,
      withIssuer: 0,
    });
    expect(await published()).toEqual(before);
    expect(await run('consent')).toMatchObject({ batches: 3, inEffect: 2, waiting: 1 });
    for (const name of ['register.sealed', 'staging', 'snapshots']) {
      cpSync(join(site.folder, name), join(site.folder, 'backup', name), { recursive: true });
    }
    await publishNextDay();
    const after = await published();
    expect(after.size).toBe(before.size - 3);
    expect(await run('consent')).toMatchObject({ inEffect: 3, waiting: 0 });

    await run('ingest', { source: site.archive });
    await publishNextDay();
    expect([...(await published()).keys()]).toEqual([...after.keys()]);

    // The staging of before, from a backup: a roll-back publishes it again.
    cpSync(join(site.folder, 'backup/staging'), join(site.folder, 'staging'), { recursive: true });
    await publishNextDay();
    expect([...(await published()).keys()]).toEqual([...after.keys()]);

    // An older register, or an older consent file, is refused.
    const newest = readFileSync(registerFile(site.folder));
    cpSync(join(site.folder, 'backup/register.sealed'), registerFile(site.folder));
    await expect(publishNextDay()).rejects.toMatchObject({ code: 'register-corrupt' });
    writeFileSync(registerFile(site.folder), newest);
    const consent = readFileSync(consentFile(site.folder));
    rmSync(consentFile(site.folder));
    await expect(publishNextDay()).rejects.toMatchObject({ code: 'consent-missing' });
    writeFileSync(consentFile(site.folder), consent);
    await publishNextDay();
    expect([...(await published()).keys()]).toEqual([...after.keys()]);
  });

  it('seals a list that comes with a publish in a taken slot, once, and says so; a list that is wrong is refused there too', async () => {
    await start();
    const { batches } = (await run('consent')) as { batches: number };
    const before = await published();
    const optOuts = listOf(ids.slice(6, 8));
    for (const _ of [1, 2]) {
      await expect(run('publish', { optOuts })).rejects.toMatchObject({
        code: 'slot-closed',
        message: expect.stringMatching(
          /the next slot opens on [\d-]+\. The list of opt-outs is sealed; it takes effect with the next publish\./,
        ),
      });
      expect(await run('consent')).toMatchObject({ batches: batches + 1, waiting: 1 });
    }
    writeFileSync(optOuts, '1001;Klinik\n');
    await expect(run('publish', { optOuts })).rejects.toMatchObject({ code: 'wrong-use' });
    await publishNextDay();
    expect((await published()).size).toBe(before.size - 2);
  });

  it('leaves a patient in the snapshot with the purposes that are allowed', async () => {
    await start();
    const before = await published();
    await run('consent-add', { list: listOf(ids.slice(3, 5)), scopes: ['quality', 'education'] });
    await publishNextDay();
    const after = await published();
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect([...after.values()].filter((scope) => scope === 0b110n)).toHaveLength(2);
  });

  it('is sealed at once: a process that is killed before the next publish loses nothing', async () => {
    await start();
    const { batches } = (await run('consent-add', { list: listOf(ids.slice(5, 6)), scopes: [] })) as {
      batches: number;
    };
    await node.close();
    const said = await sfumato(['consent', 'show', '--config', site.config, '--json']);
    expect(JSON.parse(said.stdout)).toMatchObject({ batches, waiting: 1 });
    await start();
  });

  it('says no more of people than how many batches there are, and the journal verifies', async () => {
    await start();
    expect(Object.keys((await run('consent')) as object).sort()).toEqual([
      'batches',
      'effectiveFrom',
      'inEffect',
      'waiting',
    ]);
    await node.close();
    const disk = nodeDisk(join(site.folder, 'journal'));
    expect(verifyJournal({ disk, folds: nodeFolds(disk) })).toMatchObject({ verified: true });
    expect(existsSync(consentFile(site.folder))).toBe(true);
    await start();
  });
});
