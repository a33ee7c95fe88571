import { effectOf, type MaybeEffect } from './effect.ts';
import { gramOf, type Moments, productOf, TOO_NOISY, weightsOf } from './moments.ts';

/**
 * Pearson's correlation r of two fields of a population of which the patients are an independent, roughly normal sample. With
 * C = Σzᵢzⱼ − ΣzᵢΣzⱼ/N, r = Cᵢⱼ/√(CᵢᵢCⱼⱼ). The interval is that of Fisher's atanh r: sampling variance 1/(N − 3), and the noise
 * of each of the six moments times its derivative (delta method), with the noise's own law. Not estimable when |r| ≥ 1, N ≤ 4 or
 * the noise is wide (`gramOf`). Fisher 1921 (Metron 1) for the sampling part.
 */
export function correlationOf(moments: Moments, [i, j]: readonly [number, number], alpha: number): MaybeEffect {
  const gram = gramOf(moments, ['one', i, j]);
  const value = (one: number | 'one', other: number | 'one'): number => Number(productOf(moments, one, other).value);
  const n = value('one', 'one');
  const [meanI, meanJ] = [value('one', i) / n, value('one', j) / n];
  const a = 1 / Math.sqrt(value(i, i) - n * meanI * meanI);
  const b = 1 / Math.sqrt(value(j, j) - n * meanJ * meanJ);
  const r = a * b * (value(i, j) - n * meanI * meanJ);
  if (gram === undefined || !(Math.abs(r) < 1) || n <= 4) {
    return TOO_NOISY;
  }
  const slope = 1 / (1 - r * r);
  const weights = weightsOf(moments);
  // dr = ab·dCᵢⱼ − r/2·(a²·dCᵢᵢ + b²·dCⱼⱼ), and dCᵢⱼ = dΣzᵢzⱼ − mᵢ·dΣzⱼ − mⱼ·dΣzᵢ + mᵢmⱼ·dN.
  weights.add(i, j, slope * a * b);
  weights.add(i, i, (-slope * r * a * a) / 2);
  weights.add(j, j, (-slope * r * b * b) / 2);
  weights.add('one', i, slope * (r * a * a * meanI - a * b * meanJ));
  weights.add('one', j, slope * (r * b * b * meanJ - a * b * meanI));
  weights.add('one', 'one', slope * (a * b * meanI * meanJ - (r / 2) * ((a * meanI) ** 2 + (b * meanJ) ** 2)));
  return effectOf({ effect: Math.atanh(r), error: weights.error(1 / (n - 3)), show: Math.tanh }, alpha);
}
