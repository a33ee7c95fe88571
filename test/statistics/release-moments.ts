import { type Grid, type Moments, type Noisy, pairKey } from '../../src/statistics/index.ts';
import { uniform } from './noise.ts';

export type Rows = readonly (readonly number[])[];
export type Release = (piece: 'number' | 'sum' | 'square' | 'product', value: number) => Noisy;

/** What a site releases of rows of z, each number with the noise that `release` adds. */
export function momentsOf(rows: Rows, grids: readonly Grid[], release: Release): Moments {
  const total = (value: (row: readonly number[]) => number): number => rows.reduce((sum, row) => sum + value(row), 0);
  const products = new Map<string, Noisy>();
  grids.forEach((_, i) => {
    for (let j = i + 1; j < grids.length; j += 1) {
      products.set(
        pairKey(i, j),
        release(
          'product',
          total((row) => (row[i] ?? 0) * (row[j] ?? 0)),
        ),
      );
    }
  });
  return {
    number: release('number', rows.length),
    sums: grids.map((_, i) =>
      release(
        'sum',
        total((row) => row[i] ?? 0),
      ),
    ),
    squares: grids.map((_, i) =>
      release(
        'square',
        total((row) => (row[i] ?? 0) ** 2),
      ),
    ),
    ...{ products, grids },
  };
}

/** A standard normal deviate. Box, Muller 1958. */
export function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
