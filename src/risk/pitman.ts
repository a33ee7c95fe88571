import type { ClassSizes } from './class-sizes.ts';

/** The parameters of Pitman's sampling formula: 0 < α < 1, θ > −α. */
interface Pitman {
  readonly alpha: number;
  readonly theta: number;
}

const STEPS_MAX = 200;
const HALVINGS_MAX = 60;
const CLOSE = 1e-9;

/**
 * How many people of a population would be alone with their values, by the Ewens–Pitman model fitted to a sample by maximum likelihood;
 * `undefined` where the fit doesn't come to an end inside the model, which says nothing, least of all that there is no risk.
 * Source: Hoshino, Applying Pitman's sampling formula to microdata disclosure risk assessment, J. Official Statistics 17 (2001).
 */
export function pitmanUniques(sizes: ClassSizes, population: number): number | undefined {
  const fitted = likeliest(sizes);
  if (fitted === undefined) {
    return undefined;
  }
  const { alpha, theta } = fitted;
  const uniques = Math.exp(logGamma(theta + 1) - logGamma(theta + alpha) + alpha * Math.log(population));
  return Number.isFinite(uniques) ? Math.min(uniques, population) : undefined;
}

/** Newton's method on the likelihood, which rises with each step. */
function likeliest(sizes: ClassSizes): Pitman | undefined {
  let at = start(sizes);
  for (let step = 0; at !== undefined && step < STEPS_MAX; step += 1) {
    const { byTheta, byAlpha, thetaTheta, thetaAlpha, alphaAlpha } = slopes(sizes, at);
    const determinant = thetaTheta * alphaAlpha - thetaAlpha * thetaAlpha;
    const change = {
      theta: -(alphaAlpha * byTheta - thetaAlpha * byAlpha) / determinant,
      alpha: -(thetaTheta * byAlpha - thetaAlpha * byTheta) / determinant,
    };
    const isClose = Math.abs(change.alpha) < CLOSE && Math.abs(change.theta) < CLOSE * Math.max(1, Math.abs(at.theta));
    if (isClose) {
      return thetaTheta < 0 && determinant > 0 ? at : undefined;
    }
    at = stepped(at, change);
  }
  return undefined;
}

/** A step that stays inside the model: halved until it does. */
function stepped(at: Pitman, change: Pitman): Pitman | undefined {
  for (let share = 1, halving = 0; halving < HALVINGS_MAX; share /= 2, halving += 1) {
    const next = { alpha: at.alpha + share * change.alpha, theta: at.theta + share * change.theta };
    if (next.alpha > 0 && next.alpha < 1 && next.theta > -next.alpha && Number.isFinite(next.theta)) {
      return next;
    }
  }
  return undefined;
}

/** Hoshino's start, from the numbers of classes of one and of two. */
function start(sizes: ClassSizes): Pitman | undefined {
  const [one, two] = [sizes.get(1) ?? 0, sizes.get(2) ?? 0];
  const [patients, classes] = countsOf(sizes);
  const c = (one * (one - 1)) / two;
  const theta =
    (patients * classes * c - one * (patients - 1) * (2 * classes + c)) / (2 * one * classes + one * c - patients * c);
  const alpha = (theta * (one - patients) + (patients - 1) * one) / (patients * classes);
  const isInside = alpha > 0 && alpha < 1 && theta > -alpha && Number.isFinite(theta);
  return one === 0 || classes < 2 || patients === classes
    ? undefined
    : isInside
      ? { alpha, theta }
      : { alpha: 0.5, theta: 1 };
}

function countsOf(sizes: ClassSizes): readonly [patients: number, classes: number] {
  let [patients, classes] = [0, 0];
  for (const [size, count] of sizes) {
    patients += size * count;
    classes += count;
  }
  return [patients, classes];
}

/** First and second derivatives of Σ ln(θ + iα) over classes − Σ ln(θ + i) over patients + Σ ln(j − α) over those beyond the first of a class. */
function slopes(sizes: ClassSizes, { alpha, theta }: Pitman) {
  const [patients, classes] = countsOf(sizes);
  let [byTheta, byAlpha, thetaTheta, thetaAlpha, alphaAlpha] = [0, 0, 0, 0, 0];
  for (let i = 1; i < classes; i += 1) {
    const part = 1 / (theta + i * alpha);
    byTheta += part;
    byAlpha += i * part;
    thetaTheta -= part * part;
    thetaAlpha -= i * part * part;
    alphaAlpha -= i * i * part * part;
  }
  for (let i = 1; i < patients; i += 1) {
    const part = 1 / (theta + i);
    byTheta -= part;
    thetaTheta += part * part;
  }
  const bySize = [...sizes].sort(([one], [other]) => one - other);
  let [j, first, second] = [1, 0, 0];
  for (const [size, count] of bySize) {
    for (; j < size; j += 1) {
      first += 1 / (j - alpha);
      second += 1 / (j - alpha) ** 2;
    }
    byAlpha -= count * first;
    alphaAlpha -= count * second;
  }
  return { byTheta, byAlpha, thetaTheta, thetaAlpha, alphaAlpha };
}

/** ln Γ(x) for x > 0: Stirling's series from 10 on (error below 1e-13), below that by Γ(x + 1) = x Γ(x). */
function logGamma(x: number): number {
  let [at, less] = [x, 0];
  for (; at < 10; at += 1) {
    less += Math.log(at);
  }
  const square = at * at;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / at;
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - less;
}
