import { rmSync } from 'node:fs';
import type { Clock } from '../../../src/base/index.ts';
import { createBudget, type MeterId, toReply } from '../../../src/budget/index.ts';
import type { Draft, Reply } from '../../../src/contract/index.ts';
import type { NodeContext } from '../../../src/node/context.ts';
import type { FaultPoint } from '../../../src/node/fault.ts';
import { engineSlots } from '../../../src/node/slots.ts';
import { answerQuestion } from '../../../src/node/verbs/query/answer.ts';
import type { NoisePool } from '../../../src/privacy/index.ts';
import { openSnapshot } from '../../../src/query/index.ts';
import type { Contribution } from '../../replay/support/history.ts';
import { open } from '../../support/journal-parts.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';
import { hurriedClock, openSite } from '../../support/open-site.ts';
import { seededEntropy } from '../../support/seeded-entropy.ts';
import { analyst, signedQuestion } from '../../support/signing.ts';
import { POLICY_FILE, siteFolder } from '../../support/site-folder.ts';
import { inFolder, publishRows } from '../../warehouse/support/archive.ts';
import { policy } from '../attacks/people.ts';
import { poolOf } from './life.ts';

const ada = analyst();
const SEAL_KEY = new Uint8Array(32).fill(7);

/** What a trial may set: whoever asks sees nothing of it. */
export interface Setting {
  readonly world: 0 | 1;
  readonly seed: number;
  readonly cap: string;
  readonly clock?: Clock;
  readonly ran?: () => void;
  readonly pool?: NoisePool;
  /** Other parts in the place of the node's own. */
  readonly parts?: (ctx: NodeContext) => Partial<NodeContext>;
}

/** A node over two snapshots that differ in one history, asked by signed requests. */
export interface WholeSite {
  /** A node with a budget of its own, as long as one trial lasts. */
  node(setting: Setting): Promise<WholeNode>;
}

export interface WholeNode {
  ask(draft: Draft): Promise<Reply>;
  spentNano(): bigint;
}

/** Publishes both histories and opens a node over them, for as long as `work` takes. */
export function wholeSite<T>(
  histories: readonly [readonly Contribution[], readonly Contribution[]],
  work: (site: WholeSite) => Promise<T>,
): Promise<T> {
  return inFolder(async (first) =>
    inFolder(async (second) => {
      const wanted = siteFolder({ site: 'harbour', publicKey: ada.publicKey });
      const node = await openSite({ ...wanted, policyFile: POLICY_FILE }, hurriedClock());
      const opened = await Promise.all(
        [first, second].map(async (folder, at) => {
          const rows = histories[at]!.flatMap((one) => one.rows);
          const { file } = await publishRows({ folder, policy, rows, day: '2026-02-01', seed: 'whole path' });
          return await openSnapshot({ file, deidentificationHash: policy.deidentificationHash, patientsLog2: 11 });
        }),
      );
      try {
        return await work({ node: (setting) => nodeOver(node.ctx, opened, setting) });
      } finally {
        for (const snapshot of opened) {
          snapshot.close();
        }
        await node.close();
        rmSync(wanted.folder, { recursive: true, force: true });
      }
    }),
  );
}

type Opened = Awaited<ReturnType<typeof openSnapshot>>;

async function nodeOver(base: NodeContext, opened: readonly Opened[], setting: Setting): Promise<WholeNode> {
  const { seed, cap, ran = () => undefined } = setting;
  const entropy = seededEntropy(seed);
  const budget = createBudget({ site: base.config.site, sealKeys: () => [SEAL_KEY], entropy });
  const journal = await open(new MemoryDisk(), { folds: [budget], entropy });
  budget.attach(journal);
  const block: MeterId = `block:${base.config.domain}:2026`;
  const body = { nanoEpsilon: (BigInt(Math.round(Number(cap) * 1_000)) * 1_000_000n).toString() };
  await Promise.all(
    ([block, 'project:lung-imaging', 'analyst:ada'] as const).map(
      (meter) =>
        journal.append({ kind: 'grant', actor: 'steward', reason: 'a trial', body: { ...body, meter } }).durable,
    ),
  );
  const snapshot = opened[setting.world]!;
  const usual: NodeContext = {
    ...base,
    config: { ...base.config, domainSince: 2026, sizeClass: 'small' },
    policy,
    budget,
    pool: setting.pool ?? poolOf(seed + 1_000_000_000),
    slots: engineSlots(2),
    clock: setting.clock ?? base.clock,
    snapshots: {
      pin: () => ({ id: '0'.repeat(32), snapshot, release: () => undefined }),
      refresh: async () => undefined,
      close: async () => undefined,
    },
    fault: (point: FaultPoint) => (point === 'ran' ? ran() : undefined),
  };
  const ctx: NodeContext = { ...usual, ...setting.parts?.(usual) };
  return {
    async ask(draft) {
      const change = { policy: policy.name };
      const whole = { ...draft, blocks: [2026] };
      const sites = ['harbour', 'hillside'];
      const signed = signedQuestion({ secretKey: ada.secretKey, draft: whole, sites, change });
      return toReply(await answerQuestion({ ctx, input: { signed } }));
    },
    spentNano() {
      const meter = budget.meters().find(({ id }) => id === block);
      return (meter?.committed[0] ?? 0n) + (meter?.reserved[0] ?? 0n);
    },
  };
}
