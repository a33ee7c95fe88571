import { z } from 'zod';
import { Hash, type Loss, type Statement } from '../contract/index.ts';
import { formatEpsilon, parseEpsilon } from '../privacy/laws.ts';
import type { CoordinatorConfig } from './config.ts';

/** What one answer costs each patient of the blocks it names, in ε. */
export const SiteLoss = z.strictObject({ epsilon: z.string(), blocks: z.array(z.int()) });
type SiteLoss = z.infer<typeof SiteLoss>;

/** What a cost follows from: a release's statement, or a masked vector's. */
type Costly = Pick<Statement, 'pieces' | 'epsilon' | 'blocks'>;

/** What a release costs; `null` where its guarantee isn't pure ε. */
export function lossOf({ pieces, epsilon, blocks }: Costly): SiteLoss | null {
  return pieces.every(({ mechanism }) => mechanism.name === 'discrete-laplace') ? { epsilon, blocks } : null;
}

/** The round of a total that a vector is for, and the signed request that it is an attempt at. */
export const OfTotal = z.strictObject({ textHash: Hash, round: Hash });

/** An answer as the ledger takes it: one that is served again has the digest it had before, and counts once. */
interface Counted {
  readonly site: string;
  readonly answerDigest: string | null;
  readonly loss: SiteLoss | null;
  /** A site masks once for a round: what else came of it there, spoilt on the way say, counts as the same vector. */
  readonly total?: z.infer<typeof OfTotal> | undefined;
}

/** Amounts by intake year. */
type Blocks = Map<number, bigint>;

/** Adds up what a patient can have lost at each site. A patient belongs to one block, so a site counts with its dearest. */
export function createLossLedger() {
  const spent = new Map<string, Blocks>();
  // By signed request, and in it by site and round.
  const totals = new Map<string, Map<string, Map<string, Blocks>>>();
  const seen = new Set<string | null>();
  let pure = true;
  const countedFor = (site: string, { textHash, round }: z.infer<typeof OfTotal>): Blocks =>
    under(under(under(totals, textHash), site), round);
  return Object.freeze({
    add({ site, answerDigest, loss, total }: Counted): void {
      const again = answerDigest !== null && seen.has(answerDigest);
      seen.add(answerDigest);
      pure &&= loss !== null;
      // One on record since before outcomes named their round is spent already, and new to its round alone.
      raise(total === undefined ? new Map() : countedFor(site, total), loss, again ? new Map() : under(spent, site));
    },
    perSite: (): readonly bigint[] | undefined => (pure ? [...spent.values()].map(dearest) : undefined),
    /** The same by all attempts at one total. */
    perSiteOf(textHash: string): readonly bigint[] | undefined {
      const sites = [...(totals.get(textHash)?.values() ?? [])];
      return pure ? sites.map((rounds) => dearest(addedUp([...rounds.values()]))) : undefined;
    },
  });
}

/** Raises what is counted to the loss, year by year, and adds to `spent` by how much. */
function raise(counted: Blocks, loss: SiteLoss | null, spent: Blocks): void {
  const amount = parseEpsilon(loss?.epsilon ?? '') ?? 0n;
  for (const block of loss?.blocks ?? []) {
    const before = counted.get(block) ?? 0n;
    if (amount > before) {
      counted.set(block, amount);
      spent.set(block, (spent.get(block) ?? 0n) + amount - before);
    }
  }
}

/** What the map has under the key, a new one where it has nothing. */
function under<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const value = map.get(key) ?? new Map<L, V>();
  map.set(key, value);
  return value;
}

function addedUp(all: readonly Blocks[]): Blocks {
  const sum: Blocks = new Map();
  for (const [block, amount] of all.flatMap((one) => [...one])) {
    sum.set(block, (sum.get(block) ?? 0n) + amount);
  }
  return sum;
}

function dearest(blocks: Blocks): bigint {
  return largest([...blocks.values()], 1);
}

/** What each of one question's answers costs; `undefined` where one's guarantee isn't pure ε. */
export function costsOf(answers: readonly Costly[]): readonly bigint[] | undefined {
  return answers.every((answer) => lossOf(answer) !== null)
    ? answers.map(({ epsilon }) => parseEpsilon(epsilon) ?? 0n)
    : undefined;
}

/** At how many sites one patient may be: as many as are declared, and no more than there are; `so` has those that have answered and left, too. */
export function patientSitesOf(
  { sites, patientSitesMax }: Pick<CoordinatorConfig, 'sites' | 'patientSitesMax'>,
  so: readonly bigint[] | undefined,
): number {
  const all = Math.max(sites.length, so?.length ?? 0);
  return Math.min(patientSitesMax ?? all, all);
}

/** The loss of a patient who is at up to `sitesMax` sites, of what one question costs at each and all so far. `null` where it isn't pure ε. */
export function lossAcross(
  question: readonly bigint[] | undefined,
  { so, sitesMax }: { readonly so: readonly bigint[] | undefined; readonly sitesMax: number },
): Loss | null {
  if (so === undefined || question === undefined) {
    return null;
  }
  return {
    sites: sitesMax,
    question: formatEpsilon(largest(question, sitesMax)),
    total: formatEpsilon(largest(so, sitesMax)),
  };
}

/** The sum of the `count` largest. */
function largest(amounts: readonly bigint[], count: number): bigint {
  return [...amounts]
    .sort((left, right) => (left < right ? 1 : left > right ? -1 : 0))
    .slice(0, count)
    .reduce((sum, amount) => sum + amount, 0n);
}
