/** A square matrix, row by row. */
export type Matrix = readonly (readonly number[])[];

/**
 * The inverse of a symmetric positive definite matrix, scaled to a diagonal of ones first; `undefined` when it isn't positive
 * definite to within rounding. Cholesky: Higham, Accuracy and Stability of Numerical Algorithms (2002), §10.1.
 */
export function inverseOf(matrix: Matrix): Matrix | undefined {
  const scales = matrix.map((row, i) => Math.sqrt(row[i] ?? 0));
  const size = matrix.length;
  const root: number[][] = [];
  for (let i = 0; i < size; i += 1) {
    const row: number[] = [];
    for (let j = 0; j <= i; j += 1) {
      const other = root[j] ?? row;
      const done = row.reduce((sum, value, k) => (k < j ? sum + value * (other[k] ?? 0) : sum), 0);
      const left = (matrix[i]?.[j] ?? 0) / ((scales[i] ?? 0) * (scales[j] ?? 0)) - done;
      if (i === j && !(left > SMALLEST)) {
        return undefined;
      }
      row.push(i === j ? Math.sqrt(left) : left / (other[j] ?? 1));
    }
    root.push(row);
  }
  const columns = scales.map((_, column) => solved(root, column));
  return columns.map((column, i) => column.map((value, j) => value / ((scales[i] ?? 1) * (scales[j] ?? 1))));
}

const SMALLEST = 1e-12;

/** Solves LLᵀx = the unit vector of `column`, forwards and backwards. */
function solved(root: readonly (readonly number[])[], column: number): readonly number[] {
  const size = root.length;
  const x = new Array<number>(size).fill(0);
  for (let i = 0; i < size; i += 1) {
    const done = x.reduce((sum, value, k) => (k < i ? sum + (root[i]?.[k] ?? 0) * value : sum), 0);
    x[i] = ((i === column ? 1 : 0) - done) / (root[i]?.[i] ?? 1);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    const done = x.reduce((sum, value, k) => (k > i ? sum + (root[k]?.[i] ?? 0) * value : sum), 0);
    x[i] = ((x[i] ?? 0) - done) / (root[i]?.[i] ?? 1);
  }
  return x;
}
