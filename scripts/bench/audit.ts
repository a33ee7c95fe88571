import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  bytesToHex,
  formatNoteKey,
  hashText,
  noteKeyOf,
  randomBytes,
  randomId,
  systemClock,
  systemEntropy,
} from '../../src/base/index.ts';
import { sealKeys } from '../../src/budget/sealing.ts';
import type { Verification } from '../../src/cli/audit/verify-folder.ts';
import { nodeDisk, openJournal } from '../../src/journal/index.ts';
import { makeSiteKeys, nodeFolds, sealRing } from '../../src/node/index.ts';
import { POLICY_FILE } from '../../test/support/site-folder.ts';
import { numberOption, printBench, type Result } from './report.ts';

// `npm run bench:audit -- --records N`: how long `audit verify` takes for a journal of N records, a million by default. Of 20
// records, 9 are reservations, 9 are their sealed answers, 1 is a replay and 1 a refusal.

const RECORDS = numberOption('records', 1_000_000);
const GOAL_S = (60 * RECORDS) / 1_000_000;
const entropy = systemEntropy();
const hash = (text: string): string => hashText('bench', text);

const folder = mkdtempSync(join(tmpdir(), 'sfumato-audit-'));
const disk = nodeDisk(join(folder, 'journal'));
makeSiteKeys(folder, entropy);
writeFileSync(
  join(folder, 'node.yaml'),
  `kind: node\nsite: north\ndomain: north\ndomainSince: 2026\npolicy: ${POLICY_FILE}\nsizeClass: small\ncalendar: daily
listen: { host: 127.0.0.1, port: 0 }\nstandingGrant: { epsilon: "10", reason: A benchmark of the audit. }\n`,
);
const seals = sealKeys({ keys: sealRing(folder).all, entropy });
const journal = await openJournal({
  disk,
  clock: systemClock,
  entropy,
  folds: nodeFolds(disk),
  onFatal: (error) => {
    throw error;
  },
});
const key = formatNoteKey(noteKeyOf('sfumato/north', 'log', randomBytes(entropy, 32)));
const meters = ['block:north:2026', 'project:lungs', 'analyst:ada'];
journal.append({ kind: 'signer', actor: 'configuration', body: { key } });
for (const meter of meters) {
  journal.append({
    kind: 'grant',
    actor: 'configuration',
    reason: 'bench',
    body: { meter, nanoEpsilon: `${10n ** 18n}` },
  });
}

function request(number: number) {
  const id = number.toString(16).padStart(32, '0');
  return { key: 'k'.repeat(43), project: 'lungs', id, textHash: hash(id) };
}

function answer() {
  const keys = ['CT', 'MR', 'US', 'CR', 'DX', 'OTHER', 'MISSING'].map((Modality) => ({ Modality }));
  const mechanism = {
    ...{ name: 'discrete-laplace' as const, epsilon: '0.1', sensitivity: '1', sensitivitySquared: '1', variance: 200 },
    scale: { numerator: '10', denominator: '1' },
  };
  const interval = { confidence: '0.95', halfWidth: '30' };
  const piece = { measure: 0, name: 'n' as const, fields: [], width: 1, mechanism, interval };
  return {
    ...{ state: 'released' as const, site: 'north', keys, epsilon: '0.1', definition: 'pure', pieces: [piece] },
    measures: [{ kind: 'count' as const, of: 'patients' as const, fields: [], perGroup: 1 }],
    ...{ privacyUnit: 'patient' as const, caps: { groupsPerPatient: 1 }, leavesOut: [], blocks: [2026] },
    ...{ snapshot: 's'.repeat(32), queryHash: hash('c') },
    policy: { id: 'imaging', version: '1.0.0', deidentification: hash('a'), disclosure: hash('b') },
    values: [keys.map(() => `${BigInt(`0x${bytesToHex(randomBytes(entropy, 2))}`)}`)],
  };
}

let last = '';
for (let number = 0; journal.records < RECORDS; number += 1) {
  if (number % 10 === 9) {
    journal.append({ kind: 'replay', actor: 'ada', body: { request: request(number), reservation: last } });
    const refused = { request: request(number), code: 'frozen', digest: hash(`${number}`) };
    journal.append({ kind: 'refuse', actor: 'ada', body: refused });
  } else {
    last = randomId(entropy);
    const { text: _, opening: __, ...sealed } = seals.seal(last, answer());
    const piece = { length: 7, sensitivity: '1', sensitivitySquared: '1', nanoEpsilon: '100000000' };
    const mechanism = { name: 'discrete-laplace', pieces: [piece] };
    const what = { question: hash(`q${number}`), nanoEpsilon: '100000000', snapshot: 's', policy: 'p' };
    journal.append({
      kind: 'reserve',
      actor: 'ada',
      body: { reservation: last, request: request(number), meters, mechanism, ...what },
    });
    const commit = { reservation: last, state: 'released', nanoEpsilon: '100000000', ...sealed };
    await (number % 2_000 === 0
      ? journal.append({ kind: 'commit', actor: 'ada', body: commit }).durable
      : void journal.append({ kind: 'commit', actor: 'ada', body: commit }));
  }
}
await journal.close();

/** Tells at its end what the process took, all of its threads together. */
const TELLING = 'process.on("exit",()=>process.stderr.write("\\n"+JSON.stringify(process.resourceUsage())))';
const program = fileURLToPath(new URL('../../dist/sfumato.js', import.meta.url));
const words = ['audit', 'verify', '--config', join(folder, 'node.yaml'), '--json'];
const started = systemClock.monotonicMs();
const { stdout, stderr } = spawnSync(
  process.execPath,
  ['--import', `data:text/javascript,${encodeURIComponent(TELLING)}`, program, ...words],
  { encoding: 'utf8' },
);
const seconds = (systemClock.monotonicMs() - started) / 1_000;
rmSync(folder, { recursive: true, force: true });
const found: Verification = JSON.parse(stdout);
const { userCPUTime, systemCPUTime, maxRSS }: NodeJS.ResourceUsage = JSON.parse(stderr.slice(stderr.lastIndexOf('\n')));
const [cpuSeconds, peakMib] = [(userCPUTime + systemCPUTime) / 1_000_000, maxRSS / 1_024];
const figure = (key: string, value: number, unit: string): Result => ({ key, value, unit, goal: null, holds: null });
const holds = found.verified && seconds < GOAL_S;
printBench({
  name: `audit verify of ${found.records} records, ${found.answers?.opened} answers opened, verified: ${found.verified}`,
  results: [
    { ...figure('audit verify, its start included', seconds, 's'), goal: `≤ ${GOAL_S}`, holds },
    figure('processor time of its threads', cpuSeconds, 's'),
    figure('most memory', peakMib, 'MiB'),
  ],
});
