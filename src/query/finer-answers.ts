import { lawOf, type MechanismFacts, type NoiseFacts } from '../privacy/index.ts';
import { noiseHalfWidth, quickNoiseHalfWidth } from '../privacy/laws.ts';
import type { Outline } from './plan.ts';

/** What the noise of a stored answer is known by, piece by piece; of the kind that the site's questions get. */
export type StoredNoise = readonly NoiseFacts[];

/** A finer table whose stored answer, added up, would be this question's. */
export interface FinerAnswer {
  readonly question: string;
  readonly collapse: { readonly over: string[]; readonly queryHash: string };
  /** Whether its sums would surely have intervals no wider than those that were asked for. */
  readonly serves: (stored: StoredNoise) => boolean;
}

/** What may be looked for in place of an answer with this noise. */
export function finerAnswers(
  { finer, policy, queryHash }: Outline,
  { name, pieces }: MechanismFacts,
): readonly FinerAnswer[] {
  const confidence = policy.document.disclosure.confidence.value;
  return finer.map(({ questionKey, over, cellsPerCell }) => ({
    question: questionKey,
    collapse: { over: [...over], queryHash },
    serves: (stored) =>
      stored.length === pieces.length &&
      pieces.every((piece, at) => {
        const own = stored[at];
        const most = noiseHalfWidth([lawOf(name, piece)], { confidence });
        // All that a node does waits for this, also where an analyst only looks at prices: bounds have to do.
        return own !== undefined && quickNoiseHalfWidth(lawOf(name, own), cellsPerCell, { confidence }) <= most;
      }),
  }));
}
