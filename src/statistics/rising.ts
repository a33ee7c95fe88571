/**
 * The rising sequence nearest to `values` in least squares, by pooling neighbours that fall. Ayer, Brunk, Ewing, Reid, Silverman
 * 1955 (Ann. Math. Stat. 26).
 */
export function rising(values: readonly number[]): readonly number[] {
  const pools: { sum: number; size: number }[] = [];
  for (const value of values) {
    let pool = { sum: value, size: 1 };
    for (
      let last = pools.at(-1);
      last !== undefined && last.sum * pool.size >= pool.sum * last.size;
      last = pools.at(-1)
    ) {
      pool = { sum: pool.sum + last.sum, size: pool.size + last.size };
      pools.pop();
    }
    pools.push(pool);
  }
  return pools.flatMap(({ sum, size }) => new Array<number>(size).fill(sum / size));
}
