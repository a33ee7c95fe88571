import { z } from 'zod';
import type { Loss, Statement } from '../contract/index.ts';
import { formatEpsilon, parseEpsilon } from '../privacy/laws.ts';

/** What one answer costs each patient of the blocks it names, in ε. */
export const SiteLoss = z.strictObject({ epsilon: z.string(), blocks: z.array(z.int()) });
type SiteLoss = z.infer<typeof SiteLoss>;

/** What a cost follows from: a release's statement, or a masked vector's. */
type Costly = Pick<Statement, 'pieces' | 'epsilon' | 'blocks'>;

/** What a release costs; `null` where its guarantee isn't pure ε. */
export function lossOf({ pieces, epsilon, blocks }: Costly): SiteLoss | null {
  return pieces.every(({ mechanism }) => mechanism.name === 'discrete-laplace') ? { epsilon, blocks } : null;
}

/** An answer as the ledger takes it: one that is served again has the digest it had before, and counts once. */
interface Counted {
  readonly site: string;
  readonly answerDigest: string | null;
  readonly loss: SiteLoss | null;
}

/** Adds up what a patient can have lost at each site. A patient belongs to one block, so a site counts with its dearest. */
export function createLossLedger() {
  const spent = new Map<string, Map<number, bigint>>();
  const seen = new Set<string>();
  let pure = true;
  return Object.freeze({
    add({ site, answerDigest, loss }: Counted): void {
      if (answerDigest !== null && seen.has(answerDigest)) {
        return;
      }
      if (answerDigest !== null) {
        seen.add(answerDigest);
      }
      pure &&= loss !== null;
      const blocks = spent.get(site) ?? new Map<number, bigint>();
      spent.set(site, blocks);
      for (const block of loss?.blocks ?? []) {
        blocks.set(block, (blocks.get(block) ?? 0n) + (parseEpsilon(loss?.epsilon ?? '') ?? 0n));
      }
    },
    perSite: (): readonly bigint[] | undefined =>
      pure ? [...spent.values()].map((blocks) => largest([...blocks.values()], 1)) : undefined,
  });
}

/** The loss of a patient who is at up to `sitesMax` sites, by one question's `answers` and by all so far. `null` where it isn't pure ε. */
export function lossAcross(
  answers: readonly Costly[],
  { so, sitesMax }: { readonly so: readonly bigint[] | undefined; readonly sitesMax: number },
): Loss | null {
  if (so === undefined || answers.some((answer) => lossOf(answer) === null)) {
    return null;
  }
  const question = answers.map(({ epsilon }) => parseEpsilon(epsilon) ?? 0n);
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
