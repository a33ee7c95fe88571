import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { SHELL } from '../../src/governance/index.ts';
import type { LocalVerb, NodeContext, OpenNode } from '../../src/node/index.ts';
import { countStaged } from '../../src/node/verbs/archive/staged.ts';
import { openStaging } from '../../src/warehouse/index.ts';
import { openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, publishedSite } from '../support/site-folder.ts';
import { inFolder, row } from '../warehouse/support/archive.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';

const policy = smallPolicy({ patientsLog2: 8 });

function roomWith(patients: number) {
  return inFolder(async (folder) => {
    const staging = await openStaging({ folder, policy });
    await staging.add(Array.from({ length: patients }, (_, at) => row([`p${at}`, 's', 'a', 'i'], { Modality: 0 })));
    await staging.close();
    const ctx = { config: { sizeClass: 'small' }, folder, policy } as NodeContext;
    return (await countStaged({ ctx })).room;
  });
}

describe('a size class', () => {
  it('that has a quarter of its room left is said to need a larger one, long before one patient decides', async () => {
    expect(await roomWith(190)).toEqual({ sizeClass: 'small', patientsMax: 254, isScarce: false });
    expect(await roomWith(191)).toEqual({ sizeClass: 'small', patientsMax: 254, isScarce: true });
  });

  it('is exchanged for a larger one by a publish in the next slot', async () => {
    const made = await publishedSite({ site: 'harbour', publicKey: analyst().publicKey, patients: 8 });
    let daysOn = 0;
    const clock = { ...systemClock, wallMs: () => systemClock.wallMs() + daysOn * 86_400_000 };
    const opened = (forOneVerb: boolean) => openSite({ ...made, policyFile: POLICY_FILE }, clock, { forOneVerb });
    const run = (node: OpenNode, verb: LocalVerb) =>
      node.run({ verb, input: {}, actor: SHELL, signal: new AbortController().signal, onProgress: () => undefined });
    try {
      const text = readFileSync(made.config, 'utf8');
      writeFileSync(made.config, text.replace('sizeClass: small', 'sizeClass: medium'));
      const refused = { code: 'snapshot-missing', message: expect.stringContaining('another size class') };
      await expect(opened(false)).rejects.toMatchObject(refused);
      daysOn += 1;
      const node = await opened(true);
      expect(node.ctx.snapshots.pin()).toBeUndefined();
      await run(node, 'publish').finally(() => node.close());
      const after = await opened(false);
      const pinned = after.ctx.snapshots.pin();
      expect(pinned?.id).toBe(after.ctx.catalog.snapshot()?.id);
      pinned?.release();
      await after.close();
    } finally {
      rmSync(made.folder, { recursive: true, force: true });
    }
  });
});
