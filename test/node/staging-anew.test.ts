import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { SHELL } from '../../src/governance/index.ts';
import type { LocalVerb, OpenNode } from '../../src/node/index.ts';
import { goodFile } from '../dicom/ingesting.ts';
import { openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, siteFolder } from '../support/site-folder.ts';

// As `docs/running-a-site.md` says of what was corrected or deleted in the archive.

let made: ReturnType<typeof siteFolder>;
let node: OpenNode;
let daysOn = 0;
const clock = { ...systemClock, wallMs: () => systemClock.wallMs() + daysOn * 86_400_000 };
const opened = () => openSite({ ...made, policyFile: POLICY_FILE }, clock);
const run = (verb: LocalVerb, input: unknown = {}) =>
  node.run({ verb, input, actor: SHELL, signal: new AbortController().signal, onProgress: () => undefined });
const ingested = () => run('ingest', { source: made.archive });

beforeEach(async () => {
  made = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
  node = await opened();
});
afterEach(async () => {
  await node.close();
  rmSync(made.folder, { recursive: true, force: true });
});

it('forgets former states of files when staging is begun anew, and publishes what the archive says now', async () => {
  const [kept, corrected, deleted] = ['kept', 'corrected', 'deleted'].map((name) => join(made.archive, name));
  for (const [n, path] of [kept, corrected, deleted].entries()) {
    writeFileSync(path ?? '', goodFile(n));
  }
  expect(await ingested()).toMatchObject({ staged: { patients: 3 } });
  await run('publish');
  writeFileSync(corrected ?? '', goodFile(10));
  rmSync(deleted ?? '');
  expect(await ingested()).toMatchObject({ staged: { patients: 4 } });
  await node.close();
  const staging = join(made.folder, 'staging');
  for (const file of readdirSync(staging)) {
    rmSync(join(staging, file));
  }
  node = await opened();
  daysOn += 1;
  expect(await ingested()).toMatchObject({ known: 0, staged: { patients: 2 } });
  await run('publish');
  expect(await run('snapshots')).toMatchObject({ snapshots: [{}, {}] });
});
