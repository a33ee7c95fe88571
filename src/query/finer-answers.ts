import type { PieceWire } from '../contract/index.ts';
import { lawOf, type MechanismFacts, type NoiseFacts } from '../privacy/index.ts';
import { lawStated, type NoiseLaw, noiseHalfWidth, noiseSum } from '../privacy/laws.ts';
import type { Outline } from './plan.ts';

/** What the noise of a stored answer is known by, piece by piece; of the kind that the site's questions get. */
export type StoredNoise = readonly NoiseFacts[];

/** A finer table whose stored answer, added up, would be this question's. */
export interface FinerAnswer {
  readonly question: string;
  readonly collapse: { readonly over: string[]; readonly queryHash: string };
  /** Whether its sums would surely have no wider intervals, and no more variance, than what was asked for. */
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
        return (
          own !== undefined &&
          isNoNoisier({ draw: lawOf(name, own), draws: cellsPerCell }, lawOf(name, piece), confidence)
        );
      }),
  }));
}

/** So many draws of one law, added up. */
interface Draws {
  readonly draw: NoiseLaw;
  readonly draws: number;
}

/**
 * Variances are compared as well, for a sum of Laplace noise is wider than one draw in the middle of its law where it is as wide at its ends,
 * and estimates add many up.
 */
function isNoNoisier({ draw, draws }: Draws, asked: NoiseLaw, confidence: string): boolean {
  return (
    noiseSum([draw]).variance * draws <= noiseSum([asked]).variance * (1 + ROUNDING) &&
    noiseHalfWidth(drawn({ draw, draws }), { confidence }) <= noiseHalfWidth([asked], { confidence })
  );
}

const ROUNDING = 1e-12;

function drawn({ draw, draws }: Draws): readonly NoiseLaw[] {
  return Array.from({ length: draws }, () => draw);
}

/** A piece of a finer table as its sums have it: each holds so many draws. */
export function summedPiece(piece: PieceWire, draws: number): PieceWire {
  const { mechanism, interval } = piece;
  const { confidence } = interval;
  const halfWidth = noiseHalfWidth(drawn({ draw: lawStated(mechanism), draws }), { confidence }).toString();
  return {
    ...piece,
    mechanism: { ...mechanism, variance: mechanism.variance * draws },
    interval: { ...interval, halfWidth },
  };
}
