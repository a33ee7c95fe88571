import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { SHELL } from '../../src/governance/index.ts';
import type { LocalVerb, OpenNode } from '../../src/node/index.ts';
import { openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, siteFolder } from '../support/site-folder.ts';

let made: ReturnType<typeof siteFolder>;
let node: OpenNode;
let daysOn = 0;
const clock = { ...systemClock, wallMs: () => systemClock.wallMs() + daysOn * 86_400_000 };

beforeEach(async () => {
  made = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
  node = await openSite({ ...made, policyFile: POLICY_FILE }, clock);
  await run('ingest', { source: made.archive });
});
afterEach(async () => {
  await node.close();
  rmSync(made.folder, { recursive: true, force: true });
});

const run = (verb: LocalVerb, input: unknown = {}) =>
  node.run({ verb, input, actor: SHELL, signal: new AbortController().signal, onProgress: () => undefined });

it('refuses a first snapshot of nothing, leaves the slot as it was, and seals who withdrew', async () => {
  const refused = { code: 'staging-missing', message: 'Nothing is staged; ingest first, or publish with --empty.' };
  await expect(run('publish')).rejects.toMatchObject(refused);
  const optOuts = join(made.folder, 'withdrawn.txt');
  writeFileSync(optOuts, '1001\n');
  await expect(run('publish', { optOuts })).rejects.toMatchObject({
    code: 'staging-missing',
    message: `${refused.message} The list of opt-outs is sealed; it takes effect with the next publish.`,
  });
  expect(await run('consent')).toMatchObject({ batches: 1, waiting: 1 });
  const snapshots = join(made.folder, 'snapshots');
  expect(existsSync(snapshots) ? readdirSync(snapshots) : []).toEqual([]);
  expect(node.ctx.catalog.snapshot()).toBeUndefined();
});

it('makes an empty one for who asks for it, and is not held against what is staged from then on', async () => {
  expect(await run('publish', { empty: true })).toMatchObject({ policy: 'imaging-metadata@1.1.0' });
  daysOn += 1;
  expect(await run('publish')).toMatchObject({ policy: 'imaging-metadata@1.1.0' });
});
