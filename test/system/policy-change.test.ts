import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../src/base/index.ts';
import { Reply } from '../../src/contract/index.ts';
import { generateSite } from '../../src/dicom/generate.ts';
import { SHELL } from '../../src/governance/index.ts';
import { type JournalRecord, nodeDisk, readJournal, verifyJournal } from '../../src/journal/index.ts';
import { type LocalVerb, nodeApp, nodeFolds, type OpenNode } from '../../src/node/index.ts';
import { loadPolicy, type Policy } from '../../src/policy/index.ts';
import { openSite } from '../support/open-site.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { policyFile, siteFolder } from '../support/site-folder.ts';
import { storedRows } from '../warehouse/support/stored-rows.ts';

// A change of policy and its roll-back, from files to answers: published under 1.0.0, under 1.1.0, and under 1.0.0 again,
// while one patient withdraws. A day passes between publishes, because there is one slot a day.

const DAY_MS = 86_400_000;
const ada = analyst();
const days = { passed: 0 };
const clock = {
  ...systemClock,
  wallMs: () => systemClock.wallMs() + days.passed * DAY_MS,
};

let site: ReturnType<typeof siteFolder>;
let node: OpenNode;
let withdrawn: string;

const signal = new AbortController().signal;
const run = (verb: LocalVerb, input: unknown) =>
  node.run({ verb, input, actor: SHELL, signal, onProgress: () => undefined });

async function under(version: string): Promise<void> {
  await node?.close();
  node = await openSite({ ...site, policyFile: policyFile(version) }, clock);
}

/** What a question gets, asked under the version that is named. */
async function ask(version: string, where: Record<string, string>) {
  const signed = signedQuestion({
    secretKey: ada.secretKey,
    draft: { count: 'patients', where, epsilon: '2' },
    sites: ['harbour', 'hillside'],
    change: { policy: `imaging-metadata@${version}`, expires: clock.wallMs() + 3_600_000 },
  });
  const response = await nodeApp(node.ctx).request('/trpc/query.answer', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ signed }),
  });
  return z.object({ result: z.object({ data: Reply }) }).parse(await response.json()).result.data.answer;
}

function records(...kinds: readonly string[]): JournalRecord[] {
  return [...readJournal(nodeDisk(join(site.folder, 'journal')))].filter(({ kind }) => kinds.includes(kind));
}

beforeAll(async () => {
  site = siteFolder({ site: 'harbour', publicKey: ada.publicKey, blockEpsilon: '10' });
  const manifest = await generateSite({
    folder: site.archive,
    manifest: join(site.folder, 'manifest.json'),
    seed: 3,
    site: 'harbour',
    patients: 40,
  });
  withdrawn = join(site.folder, 'withdrawn.txt');
  const leaving = manifest.patients.find(({ series }) =>
    series.some(({ files }) => files.some((file) => file.damage === 'none')),
  );
  writeFileSync(withdrawn, `${leaving?.patientId}${leaving?.issuer ? `\t${leaving.issuer}` : ''}\n`);
});

afterAll(async () => {
  rmSync(site.folder, { recursive: true, force: true });
});

function policy(version: string): Policy {
  return loadPolicy({ text: readFileSync(policyFile(version), 'utf8'), file: policyFile(version) });
}

const [CONTRAST, IODINE] = [{ ContrastBolusAgent: 'YES' }, { ContrastBolusAgent: 'IODINATED' }];

test('a first version is ingested, published and answered under', async () => {
  await under('1.0.0');
  await run('ingest', { source: site.archive });
  await run('publish', {});
  expect(await ask('1.0.0', CONTRAST)).toMatchObject({ state: 'released' });
  expect(await ask('1.1.0', IODINE)).toMatchObject({ state: 'refused', code: 'policy-version' });
});

test('another version answers nothing before headers were read again and published under it', async () => {
  days.passed += 1;
  await under('1.1.0');
  expect(await ask('1.0.0', CONTRAST)).toMatchObject({ state: 'refused', code: 'policy-version' });
  expect(await ask('1.1.0', IODINE)).toMatchObject({ state: 'refused', code: 'unavailable' });
  await expect(run('publish', {})).rejects.toThrow('Nothing was ever ingested under imaging-metadata@1.1.0');
});

test('under the other version its own words are answered, and the old ones are refused by name', async () => {
  expect(await run('ingest', { source: site.archive })).toMatchObject({ known: 0 });
  await run('publish', { optOuts: withdrawn });
  expect(await ask('1.1.0', IODINE)).toMatchObject({ state: 'released' });
  expect(await ask('1.1.0', CONTRAST)).toMatchObject({ state: 'refused', code: 'unknown-value' });
});

test('rolling back publishes the older staging again, without reading a file', async () => {
  days.passed += 1;
  await under('1.0.0');
  expect(await ask('1.0.0', CONTRAST)).toMatchObject({ state: 'refused', code: 'unavailable' });
  expect(await run('ingest', { source: site.archive })).toMatchObject({ stored: 0, quarantined: {} });
  await run('publish', {});
  expect(await ask('1.0.0', CONTRAST)).toMatchObject({ state: 'released' });
});

test('the budget of the intake year goes on through both changes', () => {
  const year = node.ctx.budget.meters().find(({ id }) => id.includes('block'));
  expect(year?.committed[0]).toBe(6_000_000_000n);
});

test('who withdrew in between is in neither later snapshot, whatever its policy', async () => {
  await node.close();
  const patients = [];
  for (const { body } of records('snapshot')) {
    const { id, policy: name } = z.object({ id: z.string(), policy: z.string() }).parse(body);
    const rows = await storedRows(join(site.folder, 'snapshots', `${id}.duckdb`), policy(name.split('@')[1] ?? ''));
    patients.push(new Set(rows.map(({ patient }) => patient)).size);
  }
  const [before = 0] = patients;
  expect(before).toBeGreaterThan(20);
  expect(patients).toEqual([before, before - 1, before - 1]);
});

test('the journal shows each change and each publish, and verifies', () => {
  const told = records('policy', 'snapshot').map(({ kind, body }) => {
    const { name, policy: under } = z
      .object({ name: z.string().optional(), policy: z.string().optional() })
      .parse(body);
    return `${kind} ${name ?? under}`;
  });
  const [first, second] = ['imaging-metadata@1.0.0', 'imaging-metadata@1.1.0'];
  expect(told).toEqual([
    ...[`policy ${first}`, `snapshot ${first}`, `policy ${second}`, `snapshot ${second}`],
    ...[`policy ${first}`, `snapshot ${first}`],
  ]);
  expect(
    verifyJournal({
      disk: nodeDisk(join(site.folder, 'journal')),
      folds: nodeFolds(nodeDisk(join(site.folder, 'journal'))),
    }),
  ).toMatchObject({
    verified: true,
  });
});
