import { type Clock, formatNoteKey, type NoteKey, noteKeyOf, SfumatoError, systemClock } from '../../src/base/index.ts';
import { type Budget, createBudget } from '../../src/budget/index.ts';
import { createNotary, createRecordTree, type Disk, type Journal } from '../../src/journal/index.ts';
import { createWitness, type Witness, type WitnessLink } from '../../src/link/index.ts';
import { createCatalog } from '../../src/node/catalog/catalog.ts';
import { createKeyHistory } from '../../src/node/keys/key-history.ts';
import { createCheckpoints } from '../../src/node/witness/checkpoints.ts';
import { WitnessGuard } from '../../src/node/witness/witness-guard.ts';
import { type NoisePool, noisePool } from '../../src/privacy/index.ts';
import { KEY, SITE } from './budget-site.ts';
import { open } from './journal-parts.ts';
import { MemoryDisk } from './memory-disk.ts';
import { seededEntropy } from './seeded-entropy.ts';

const LOG_SECRET = new Uint8Array(32).fill(3);
const LOG_KEY = noteKeyOf(`sfumato/${SITE}`, 'log', LOG_SECRET);

/** A witness in this process, that tests can cut off. */
export interface TestWitness {
  readonly witness: Witness;
  readonly key: NoteKey;
  /** Its own disk: what it remembers. */
  readonly disk: MemoryDisk;
  link(): WitnessLink;
  reachable: boolean;
}

/** Starts a witness that watches the test's site. */
export async function startWitness(
  name: string,
  recoverers: readonly string[] = [],
  disk = new MemoryDisk(),
  secretKey = new Uint8Array(32).fill(name.length),
) {
  const key = noteKeyOf(name, 'witness', secretKey);
  const signer = { name, secretKey };
  const witness = createWitness({ signer, logs: [{ key: LOG_KEY, recoverers }], clock: systemClock });
  witness.attach(await open(disk, { folds: [witness] }));
  const made: TestWitness = {
    witness,
    key,
    disk,
    reachable: true,
    link: () => ({
      key,
      async latest(origin) {
        assertReachable(made);
        return structuredClone(witness.latest(origin));
      },
      async add(input) {
        assertReachable(made);
        return structuredClone(await witness.add(input));
      },
    }),
  };
  return made;
}

function assertReachable({ reachable, key }: TestWitness): void {
  if (!reachable) {
    throw new SfumatoError('unreachable-peer', `Witness ${key.name} did not answer.`);
  }
}

/** A site with a budget, under guard. */
export interface WitnessedSite {
  readonly budget: Budget;
  readonly journal: Journal;
  readonly pool: NoisePool;
  readonly guard: WitnessGuard;
}

/** How a site leases. */
export interface Leasing {
  readonly allowanceNano?: bigint;
  readonly clock?: Clock;
  readonly periodMs?: number;
  /** The keys that open leases, the one that seals them first. */
  readonly sealKeys?: () => readonly Uint8Array[];
}

let sites = 0;

/** Opens the site on a disk, as a node does, without starting its guard. */
export async function openWitnessed(
  disk: Disk,
  links: readonly WitnessLink[],
  { allowanceNano = 300_000_000n, clock = systemClock, periodMs = 60_000, sealKeys = () => [KEY] }: Leasing = {},
): Promise<WitnessedSite> {
  sites += 1;
  const entropy = seededEntropy(`witnessed ${sites}`);
  const [budget, catalog, tree] = [
    createBudget({ site: SITE, sealKeys: () => [KEY], entropy }),
    createCatalog(),
    createRecordTree(disk),
  ];
  const history = createKeyHistory({ catalog });
  const checkpoints = createCheckpoints({ tree, catalog, history });
  const journal = await open(disk, { folds: [budget, catalog, history, tree, checkpoints], entropy });
  const notary = createNotary({ site: SITE, secretKeys: () => [LOG_SECRET], tree, journal });
  budget.attach(journal, (seq) => notary.prove(seq));
  if (catalog.site() === undefined) {
    await recordSite(journal);
  }
  const parts = { links, journal, tree, notary, budget, checkpoints, clock, entropy };
  const guard = new WitnessGuard({ ...parts, sealKeys, allowanceNano, periodMs });
  return { budget, journal, guard, pool: noisePool({ entropy, schedule: () => undefined }) };
}

async function recordSite(journal: Journal): Promise<void> {
  const hash = 'a'.repeat(64);
  const body = {
    site: SITE,
    domain: 'north',
    domainSince: 2024,
    keys: { pseudonym: hash, truncation: hash, seal: hash },
  };
  journal.append({ kind: 'site', actor: 'configuration', body });
  await journal.append({ kind: 'signer', actor: 'configuration', body: { key: formatNoteKey(LOG_KEY) } }).durable;
}

/** Waits until a condition holds; the guard works on its own. */
export async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2_000 && !condition(); turn += 1) {
    await systemClock.until(systemClock.monotonicMs() + 5);
  }
  if (!condition()) {
    throw new Error('it did not come to that');
  }
}
