import { arePositive, EMPTY_CELL } from './effect.ts';
import { type Estimate, estimated, type NotEstimable, notEstimable } from './estimate.ts';
import { missOf, noiseVarianceOf } from './linear-error.ts';
import type { Combinable } from './mean-effect.ts';
import type { Noisy } from './noisy.ts';

/** Patients with something, and those without. */
export interface ProportionParts {
  readonly part: Noisy;
  readonly rest: Noisy;
}

/**
 * The proportion a/(a + b) of a population from which the patients are an independent sample. The interval is of all p that a test
 * doesn't reject: (1 − p)·a − p·b has mean 0, sampling variance (a + b)·p(1 − p), and the noise (1 − p)·X − p·Y by its own law, of
 * which nothing is left out, however few patients there are; its ends lie in 0 … 1. A number below 0 counts as 0, which only widens the
 * interval: were there no answer, those that are given would be the ones that noise carried up. Not estimable when a + b is below 1.
 * Wilson 1927 (J. Am. Stat. Assoc. 22) for the test without noise.
 */
export function proportionOf(parts: ProportionParts, alpha: number): Estimate {
  const { part, rest } = parts;
  if (part.value + rest.value < 1n) {
    return NOBODY;
  }
  const [a, b] = countsOf(parts);
  const value = a / (a + b);
  const end = (bound: 0 | 1, noise: Noisy): number =>
    noise.value <= noise.within(alpha) ? bound : endOf({ parts, alpha, value, bound });
  // Where nobody has it, or everybody, the one number is noise alone.
  return estimated(value, end(0, part), end(1, rest));
}

const NOBODY = notEstimable('The released cells add up to less than one patient.');

/** The log odds ln(a/b), with variances to first order, for combining. Agresti, Categorical Data Analysis (2013), §3.1. */
export function logOddsOf({ part, rest }: ProportionParts): Combinable | NotEstimable {
  if (!arePositive([part, rest])) {
    return EMPTY_CELL;
  }
  const [a, b] = [Number(part.value), Number(rest.value)];
  const samplingVariance = 1 / a + 1 / b;
  const terms = [
    { weight: 1 / a, noise: part },
    { weight: 1 / b, noise: rest },
  ];
  return { effect: Math.log(a / b), samplingVariance, noiseVariance: noiseVarianceOf({ terms, samplingVariance }) };
}

function countsOf({ part, rest }: ProportionParts): readonly [number, number] {
  return [Math.max(0, Number(part.value)), Math.max(0, Number(rest.value))];
}

/** How often numbers of a proportion p, between 0 and 1, would be as far from it as these. */
function missAt(parts: ProportionParts, p: number): number {
  const { part, rest } = parts;
  const [a, b] = countsOf(parts);
  const terms = [
    { weight: 1 - p, noise: part },
    { weight: p, noise: rest },
  ];
  return missOf({ terms, samplingVariance: (a + b) * p * (1 - p) }, Math.abs((1 - p) * a - p * b));
}

const TURNS_MAX = 100;
const NEAR = 1e-10;

interface Way {
  readonly parts: ProportionParts;
  readonly alpha: number;
  /** From the estimate … */
  readonly value: number;
  /** … to where it can't be. */
  readonly bound: 0 | 1;
}

/** The last p on the way that isn't rejected: false position as of Illinois (Dowell, Jarratt 1971). */
function endOf({ parts, alpha, value, bound }: Way): number {
  let [inside, within] = [value, 1 - alpha];
  let [outside, beyond]: [number, number] = [bound, -alpha];
  let moved: 'inside' | 'outside' | undefined;
  for (let turn = 0; turn < TURNS_MAX && Math.abs(outside - inside) > NEAR; turn += 1) {
    const at = inside + ((outside - inside) * within) / (within - beyond);
    const found = missAt(parts, at) - alpha;
    if (Math.abs(found) < NEAR) {
      return at;
    }
    // An end that stays twice counts half, or the other would creep.
    if (found > 0) {
      [inside, within, beyond] = [at, found, moved === 'inside' ? beyond / 2 : beyond];
      moved = 'inside';
    } else {
      [outside, beyond, within] = [at, found, moved === 'outside' ? within / 2 : within];
      moved = 'outside';
    }
  }
  return outside;
}
