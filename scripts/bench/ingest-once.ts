import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// One whole ingest in a process of its own, as the benchmark times it: from an empty staging to a closed one, the start
// of the parsing process included. Arguments: policy, archive, how many parsing processes. Prints milliseconds and files.
// What is timed is the compiled program, as a site runs it; a loader of TypeScript beside it costs some of the one core.

const compiled = (floor: string) => import(new URL(`../../dist/${floor}/index.js`, import.meta.url).href);
const base: typeof import('../../src/base/index.ts') = await compiled('base');
const dicom: typeof import('../../src/dicom/index.ts') = await compiled('dicom');
const { loadPolicy }: typeof import('../../src/policy/index.ts') = await compiled('policy');
const { openStaging }: typeof import('../../src/warehouse/index.ts') = await compiled('warehouse');

// As the command does.
dicom.optimiseLater();
const [policyFile = '', source = '', children = '1'] = process.argv.slice(2);
const policy = loadPolicy({ text: readFileSync(policyFile, 'utf8'), file: policyFile });
const siteFolder = mkdtempSync(join(tmpdir(), 'sfumato-bench-site-'));
// As the peers' libraries, the engine's is loaded before the clock starts.
await import('@duckdb/node-api');
const startMs = performance.now();
const staging = await openStaging({ folder: siteFolder, policy });
const { stored, counted } = await dicom.ingestSource({
  source: await dicom.namedSource({ source }),
  siteFolder,
  policy,
  pseudonymKey: new Uint8Array(32).fill(7),
  sealKey: new Uint8Array(32).fill(9),
  staging,
  clock: base.systemClock,
  entropy: base.systemEntropy(),
  fetch: base.systemFetch,
  children: Number(children),
});
await staging.close();
console.log(JSON.stringify({ ms: performance.now() - startMs, stored, counted }));
rmSync(siteFolder, { recursive: true, force: true });
