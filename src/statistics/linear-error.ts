import { assert } from '../base/index.ts';
import type { Noisy } from './noisy.ts';
import { normalHalfWidth } from './normal.ts';

/** What is off in an estimate, as a sum: multiples of noise, and a normal deviate for sampling. */
export interface LinearError {
  readonly terms: readonly { readonly weight: number; readonly noise: Pick<Noisy, 'variance' | 'characteristic'> }[];
  readonly samplingVariance: number;
}

/** Σ weight²·variance of the noise. */
export function noiseVarianceOf({ terms }: LinearError): number {
  return terms.reduce((sum, { weight, noise }) => sum + weight * weight * noise.variance, 0);
}

const PERIOD = 60; // standard deviations: what lies beyond wraps around, less than 10⁻²⁵ of it
const SMOOTHEST = 100; // a deviation of 1/100 of the whole always counts as normal, so that the series ends
const NEGLIGIBLE = 1e-15;

/**
 * The w with P(|error| > w) = α, from the laws themselves and not from z·sd, which is too narrow for Laplace noise. The law of the
 * sum is its Fourier series on a circle of 60 standard deviations, with the product of the characteristic functions as its
 * coefficients. Bohman 1975 (Scand. Actuarial J.) for the series; Fourier inversion as Gil-Pelaez 1951.
 */
export function halfWidthOf(error: LinearError, alpha: number): number {
  const { series, deviation } = lawOf(error);
  return solve({ ...series, start: normalHalfWidth(alpha) * deviation }, alpha);
}

/** P(|error| > w), by the same series. */
export function missOf(error: LinearError, w: number): number {
  const { series } = lawOf(error);
  return series.unit * w < Math.PI ? Math.max(0, outsideOf(series, w)) : 0;
}

function lawOf(error: LinearError): { readonly series: Series; readonly deviation: number } {
  const { terms, samplingVariance } = error;
  const variance = samplingVariance + noiseVarianceOf(error);
  assert(variance > 0, 'an error that is none has no width');
  const deviation = Math.sqrt(variance);
  const unit = (2 * Math.PI) / (PERIOD * deviation);
  const normal = Math.max(samplingVariance, variance / SMOOTHEST ** 2);
  const coefficients: number[] = [];
  for (let k = 1; ; k += 1) {
    const t = k * unit;
    const smooth = Math.exp((-normal * t * t) / 2);
    if (smooth < NEGLIGIBLE) {
      return { series: { unit, coefficients }, deviation };
    }
    coefficients.push(terms.reduce((product, { weight, noise }) => product * noise.characteristic(weight * t), smooth));
  }
}

interface Series {
  /** 2π over the length of the circle. */
  readonly unit: number;
  readonly coefficients: readonly number[];
}

/** How much of the law lies beyond ±w, w at most half the circle. */
function outsideOf({ unit, coefficients }: Series, w: number): number {
  return coefficients.reduce(
    (outside, coefficient, at) => outside - (2 * coefficient * Math.sin((at + 1) * unit * w)) / ((at + 1) * Math.PI),
    1 - (unit * w) / Math.PI,
  );
}

/** Newton's method, kept between bounds that close in. */
function solve(law: Series & { readonly start: number }, alpha: number): number {
  const { unit, coefficients, start } = law;
  let [low, high, w] = [0, Math.PI / unit, start];
  for (let turn = 0; turn < 60; turn += 1) {
    const outside = outsideOf(law, w);
    let density = unit / Math.PI;
    coefficients.forEach((coefficient, at) => {
      density += (2 * unit * coefficient * Math.cos((at + 1) * unit * w)) / Math.PI;
    });
    [low, high] = outside > alpha ? [w, high] : [low, w];
    const next = w + (outside - alpha) / density;
    const moved = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(moved - w) <= 1e-9 * w) {
      return moved;
    }
    w = moved;
  }
  return high;
}
