import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemEntropy, systemFetch } from '../../src/base/index.ts';
import { ingestSource, namedSource } from '../../src/dicom/index.ts';
import { loadPolicy } from '../../src/policy/index.ts';
import { openStaging } from '../../src/warehouse/index.ts';

// One whole ingest in a process of its own, as the benchmark times it: from an empty staging to a closed one, the start
// of the parsing process included. Arguments: policy, archive, how many parsing processes. Prints milliseconds and files.

const [policyFile = '', source = '', children = '1'] = process.argv.slice(2);
const policy = loadPolicy({ text: readFileSync(policyFile, 'utf8'), file: policyFile });
const siteFolder = mkdtempSync(join(tmpdir(), 'sfumato-bench-site-'));
// As the peers' libraries, the engine's is loaded before the clock starts.
await import('@duckdb/node-api');
const startMs = performance.now();
const staging = await openStaging({ folder: siteFolder, policy });
const { stored, counted } = await ingestSource({
  source: await namedSource({ source }),
  siteFolder,
  policy,
  pseudonymKey: new Uint8Array(32).fill(7),
  sealKey: new Uint8Array(32).fill(9),
  staging,
  clock: systemClock,
  entropy: systemEntropy(),
  fetch: systemFetch,
  children: Number(children),
});
await staging.close();
console.log(JSON.stringify({ ms: performance.now() - startMs, stored, counted }));
rmSync(siteFolder, { recursive: true, force: true });
