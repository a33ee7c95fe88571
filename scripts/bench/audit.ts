import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { verifyFolder } from '../../src/cli/commands/audit-verify.ts';
import { nodeDisk, openJournal } from '../../src/journal/index.ts';
import { makeSiteKeys, nodeFolds, sealRing } from '../../src/node/index.ts';
import { POLICY_FILE } from '../../test/support/site-folder.ts';

// `npm run bench:audit -- --records N`: how long `audit verify` takes for a journal of N records, a million by default. Of 20
// records, 9 are reservations, 9 are their sealed answers, 1 is a replay and 1 a refusal.

const argument = process.argv.indexOf('--records');
const RECORDS = argument < 0 ? 1_000_000 : Number(process.argv[argument + 1]);
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

const before = process.cpuUsage();
const started = systemClock.monotonicMs();
const found = verifyFolder(join(folder, 'node.yaml'));
const seconds = (systemClock.monotonicMs() - started) / 1_000;
rmSync(folder, { recursive: true, force: true });
const { user, system } = process.cpuUsage(before);
const cpuSeconds = Number(((user + system) / 1_000_000).toFixed(1));
const peakMib = Math.round(process.resourceUsage().maxRSS / 1_024);
const result = {
  key: 'audit-verify',
  value: Number(seconds.toFixed(1)),
  unit: 's',
  goal: GOAL_S,
  holds: seconds < GOAL_S,
};
process.stdout.write(
  process.argv.includes('--json')
    ? `${JSON.stringify({ name: 'audit', results: [result], found, cpuSeconds, peakMib })}\n`
    : `${found.records} records, verified: ${found.verified}, ${found.answers?.opened} answers opened: ${result.value} s (${cpuSeconds} s of CPU; goal ${GOAL_S} s), peak of generating and verifying ${peakMib} MiB\n`,
);
process.exitCode = found.verified && result.holds ? 0 : 1;
