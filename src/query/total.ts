import { LIMITS } from '../base/index.ts';
import type { Objection, PieceWire } from '../contract/index.ts';
import { type Accountant, type PieceFacts, scaleOf, stepsPerShare } from '../privacy/index.ts';
import { fractionOf, shareNoiseSum } from '../privacy/laws.ts';
import type { Outline } from './plan.ts';

/** How many sites' shares of the noise are added up, and how many of them make up the noise of one mechanism. */
export interface SharedNoise {
  readonly count: number;
  readonly parts: number;
}

/** What that depends on. */
type TotalTerms = Pick<Outline, 'question' | 'policy' | 'facts' | 'timeClassMs'>;

/** Why a site's noise can't be made together with others': only that of pure ε has shares, and somebody has to be left to make it. `undefined` when it can. */
function sharesObjection({ mechanism }: Pick<Accountant, 'mechanism'>, { parts }: SharedNoise): Objection | undefined {
  if (mechanism !== 'discrete-laplace') {
    const detail = 'This site counts losses in zCDP, and its noise has no shares; ask each site for its own answer.';
    return { code: 'unsupported-shape', detail };
  }
  const detail = 'Of so few sites all might collude; ask more of them for a total.';
  return parts < 1 ? { code: 'too-few-sites', detail } : undefined;
}

/**
 * Why a question can't be answered as a total of these sites, from policy and request alone: it could wrap around 64 bits, its noise has no shares or they
 * would take too long to draw, or nobody would be left to make the noise. `undefined` when it can. `pieces` are those of the noise that it is planned with.
 */
export function totalObjection(
  plan: TotalTerms,
  pieces: readonly PieceFacts[],
  noise: SharedNoise,
): Objection | undefined {
  const objection = sharesObjection(plan.facts.accountant, noise);
  if (objection !== undefined) {
    return objection;
  }
  if (largestTotal(plan) * BigInt(noise.count) > 2n ** LIMITS.totalBits) {
    const detail = 'The total could need more than 64 bits; narrow the clamp, or ask each site for its own answer.';
    return { code: 'unsupported-shape', detail };
  }
  const steps = pieces.reduce((sum, piece) => sum + piece.length * stepsPerShare(scaleOf(piece)), 0);
  const detail = 'Shares of noise as wide as this take too long to draw; narrow the clamp, or ask for more ε.';
  return steps > plan.timeClassMs * LIMITS.shareStepsPerMs * DRAWING_SHARE
    ? { code: 'unsupported-shape', detail }
    : undefined;
}

/** Shares are drawn in so much of a time class on average, beside the statement; what comes of both goes on record after three quarters of it. */
const DRAWING_SHARE = 1 / 4;

/** What no cell of any site can exceed, in grid units: each patient contributes at most `perCell`. */
function largestTotal({ question, policy }: TotalTerms): bigint {
  const sizes = Object.values(policy.document.disclosure.sizeClasses.value);
  const patients = 2n ** BigInt(Math.max(...sizes.map(({ patientsLog2 }) => patientsLog2)));
  return question.pieces.reduce((most, { perCell }) => (perCell > most ? perCell : most), 1n) * patients;
}

/** A piece as it is quoted, with the noise that its total will have. */
export function totalPiece(piece: PieceWire, { count, parts }: SharedNoise): PieceWire {
  const { mechanism, interval } = piece;
  if (mechanism.name !== 'discrete-laplace') {
    return piece;
  }
  const noise = shareNoiseSum({ scale: fractionOf(mechanism.scale), parts, count });
  const halfWidth = noise.within(1 - Number(interval.confidence)).toString();
  return { ...piece, mechanism: { ...mechanism, variance: noise.variance }, interval: { ...interval, halfWidth } };
}
