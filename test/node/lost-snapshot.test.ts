import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { SHELL } from '../../src/governance/index.ts';
import type { LocalVerb, OpenNode } from '../../src/node/index.ts';
import { openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, publishedSite } from '../support/site-folder.ts';

const made = await publishedSite({ site: 'harbour', publicKey: analyst().publicKey, patients: 8 });
afterAll(() => rmSync(made.folder, { recursive: true, force: true }));

let daysOn = 0;
const clock = { ...systemClock, wallMs: () => systemClock.wallMs() + daysOn * 86_400_000 };
const opened = (forOneVerb: boolean) => openSite({ ...made, policyFile: POLICY_FILE }, clock, { forOneVerb });

const run = (node: OpenNode, verb: LocalVerb, input: unknown = {}) =>
  node.run({ verb, input, actor: SHELL, signal: new AbortController().signal, onProgress: () => undefined });

it('a site whose snapshot is lost answers nothing, and publishes another in the next slot', async () => {
  rmSync(join(made.folder, 'snapshots'), { recursive: true });
  await expect(opened(false)).rejects.toMatchObject({
    code: 'snapshot-missing',
    message: expect.stringMatching(/ is missing; restore it from a backup, or publish another in the next slot\.$/),
  });
  const node = await opened(true);
  try {
    expect(node.ctx.snapshots.pin()).toBeUndefined();
    await expect(run(node, 'publish')).rejects.toMatchObject({ code: 'slot-closed' });
    daysOn += 1;
    const published = await run(node, 'publish');
    const pinned = node.ctx.snapshots.pin();
    expect(published).toMatchObject({ snapshot: pinned?.id });
    pinned?.release();
  } finally {
    await node.close();
  }
  await (await opened(false)).close();
});
