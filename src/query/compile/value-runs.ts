/** Values without a gap, from one to another. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** Sorted distinct integers as runs: the engine tests a range at once, and a list value by value. */
export function runsOf(sorted: readonly number[]): readonly Run[] {
  const runs: Run[] = [];
  for (const value of sorted) {
    const last = runs.at(-1);
    if (last !== undefined && last.to === value - 1) {
      runs[runs.length - 1] = { from: last.from, to: value };
    } else {
      runs.push({ from: value, to: value });
    }
  }
  return runs;
}

/** Whether an expression is one of these values; `bound` gives the place of one in the text. */
export function isOneOf(name: string, values: readonly number[], bound: (value: number) => string): string {
  const sorted = [...new Set(values)].sort((left, right) => left - right);
  const tests = runsOf(sorted).map(({ from, to }) =>
    from === to ? `${name} = ${bound(from)}` : `${name} BETWEEN ${bound(from)} AND ${bound(to)}`,
  );
  return `(${tests.join(' OR ')})`;
}
