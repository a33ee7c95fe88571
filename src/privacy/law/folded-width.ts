import { assert } from '../../base/index.ts';
import { type Exponent, exponentOf } from './exponent.ts';
import { chernoffReach, type NoiseParts } from './reach.ts';

/**
 * An integer w with P(|X| > w) ≤ α for a sum X of draws of noise of either kind, or of shares that make up a draw or more, from its exact
 * characteristic function. Never too narrow; `folded-width.proof.md` says when it is the smallest, and how little wider it is elsewhere.
 * @throws AssertionFailure without noise.
 */
export function foldedHalfWidth(noise: NoiseParts, alpha: number): bigint {
  assert(noise.laplace.length + noise.gaussian.length >= 1, 'a sum of noise has at least one draw');
  const parts = smoothed(widened(noise), alpha);
  return BigInt(smallest(outsideOf(parts, pointsFor(parts, alpha)), alpha, chernoffReach(parts, alpha)));
}

/** Narrower draws are taken for draws of this scale and σ², of which less than 10⁻²⁷ are not 0. */
const [NARROWEST_SCALE, NARROWEST_VARIANCE] = [1 / 64, 1 / 128];

/** Step C: wider draws spread no less. */
function widened({ laplace, gaussian }: NoiseParts): NoiseParts {
  return {
    laplace: laplace.map(({ b, shape }) => ({ b: Math.max(b, NARROWEST_SCALE), shape })),
    gaussian: gaussian.map(({ v, shape }) => ({ v: Math.max(v, NARROWEST_VARIANCE), shape })),
  };
}

const MISSING = 2 ** -60; // of all mass, beyond where it is looked at
/** −log of what a characteristic function may be where it is no longer looked at: 2⁻⁵⁶. */
const FAINT = 56 * Math.LN2;
const [TERMS_MIN, TERMS_MAX, WORK_MAX] = [2 ** 10, 2 ** 14, 2 ** 20];

/** Of how many points of the characteristic function a width may be made: of as many as take some hundredths of a second. */
function termsFor({ terms }: Exponent): number {
  return Math.min(TERMS_MAX, Math.max(TERMS_MIN, Math.floor(WORK_MAX / terms)));
}

/** Onto how many integers the law is folded. */
function pointsFor(parts: NoiseParts, alpha: number): number {
  return 2 * Math.ceil((chernoffReach(parts, alpha) + chernoffReach(parts, MISSING)) / 2) + 1;
}

/** The noise, with as much more as makes its characteristic function faint where the last point is that may be looked at. */
function smoothed(parts: NoiseParts, alpha: number): NoiseParts {
  const exponent = exponentOf(parts);
  const [points, terms] = [pointsFor(parts, alpha), termsFor(exponent)];
  const t = (2 * Math.PI * terms) / points;
  const lacking = t < Math.PI ? FAINT - exponent.at(Math.sin(t / 2), t) : 0;
  // Step D: one more draw, of a Gaussian law that is narrow beside the sum, spreads no less.
  return lacking <= 0 ? parts : { ...parts, gaussian: [...parts.gaussian, { v: (2 * lacking) / t ** 2, shape: 1 }] };
}

/** A bound of P(|X| > w) that is above it by what was left out, and by what rounding may have lost. */
function outsideOf(parts: NoiseParts, points: number): (w: number) => number {
  // Step E: the discrete Fourier transform at `points` places gives the law folded onto so many integers.
  const exponent = exponentOf(parts);
  const half = Math.floor((points - 1) / 2);
  const most = Math.min(half, termsFor(exponent));
  const weights: number[] = [];
  let lost = MISSING + rounding(exponent);
  for (let j = 1; j <= half; j += 1) {
    const sine = Math.sin((Math.PI * j) / points);
    const found = exponent.at(sine, (2 * Math.PI * j) / points);
    if (found > FAINT || j > most) {
      // Step F: what is left falls from here on.
      lost += Math.exp(-found) * (1 + Math.log(half));
      break;
    }
    weights.push(Math.exp(-found) / sine);
  }
  return (w) => {
    let sum = 0;
    for (let j = weights.length; j >= 1; j -= 1) {
      // The angle is brought below 2π before it is rounded, so that it isn't rounded more for far points.
      sum += (weights[j - 1] ?? 0) * Math.sin((Math.PI * (((2 * w + 1) * j) % (2 * points))) / points);
    }
    return 1 - (2 * w + 1 + 2 * sum) / points + lost;
  };
}

/** Of a probability; far more than the sums can be off by. */
function rounding({ terms }: Exponent): number {
  return 2 ** -42 + terms * 2 ** -50;
}

const CLOSE = 2 ** -40; // of a width; below a unit for widths that are counted one by one

/** Bisects for the smallest w that holds at `farthest`. */
function smallest(outside: (w: number) => number, alpha: number, farthest: number): number {
  // Step G: with all that rounding and folding could have lost.
  let [below, enough] = [-1, farthest];
  while (enough - below > Math.max(1, enough * CLOSE)) {
    const middle = Math.floor((below + enough) / 2);
    if (outside(middle) <= alpha) {
      enough = middle;
    } else {
      below = middle;
    }
  }
  return enough;
}
