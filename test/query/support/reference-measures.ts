import { measuresOf, type Query, type Weighted } from '../../../src/contract/index.ts';
import type { Measure, Policy } from '../../../src/policy/index.ts';
import { binOf, type KeptRows, keyedHash, type NamedRow } from './reference.ts';

// What each measure adds up, patient by patient and value by value, written from the table of measures: reduce to one integer
// per patient (or study), keep so many, clamp, then add.

/** How a measure's answer is laid out, as a release states it. */
export interface Layout {
  readonly kind: string;
  readonly fields: readonly { readonly field: string; readonly low: number; readonly high: number }[];
  readonly of?: string | undefined;
  readonly per?: string | undefined;
  readonly reduce?: string | undefined;
  readonly perGroup: number;
  readonly tree?:
    | { readonly branching: number; readonly leafSteps: number; readonly levels: readonly number[] }
    | undefined;
  readonly bins?: readonly string[] | undefined;
}

interface Referring {
  readonly query: Query;
  readonly policy: Policy;
  readonly cells: number;
}

/** The vectors of one measure, one after another as its pieces stand. */
export function referenceVector(kept: readonly KeptRows[], layout: Layout, referring: Referring): bigint[] {
  const add = adderOf(layout, referring);
  const vectors = Array.from({ length: referring.cells }, () => add.empty());
  for (const { seed, cells } of kept) {
    for (const [cell, rows] of cells) {
      add.patient(vectors[cell]!, rows, seed);
    }
  }
  // Pieces stand one after another, and in each of them the cells.
  return add.widths.flatMap((width, piece) => {
    const from = add.widths.slice(0, piece).reduce((sum, one) => sum + one, 0);
    return vectors.flatMap((vector) => vector.slice(from, from + width));
  });
}

interface Adder {
  readonly widths: readonly number[];
  readonly empty: () => bigint[];
  readonly patient: (vector: bigint[], rows: readonly NamedRow[], seed: bigint) => void;
}

function adder(
  widths: readonly number[],
  amounts: (rows: readonly NamedRow[], seed: bigint) => Map<number, bigint>,
): Adder {
  const length = widths.reduce((sum, one) => sum + one, 0);
  return {
    widths,
    empty: () => new Array<bigint>(length).fill(0n),
    patient(vector, rows, seed) {
      for (const [at, amount] of amounts(rows, seed)) {
        vector[at] = (vector[at] ?? 0n) + amount;
      }
    },
  };
}

function adderOf(layout: Layout, referring: Referring): Adder {
  const { kind, perGroup } = layout;
  if (kind === 'count') {
    return adder([1], (rows) => new Map([[0, least(amountOf(layout.of, rows), BigInt(perGroup))]]));
  }
  const asked = measuresOf(referring.query).find((one) => isOf(one, layout, referring.policy));
  if (asked === undefined) {
    throw new Error(`no such measure was asked for: ${JSON.stringify(layout)}`);
  }
  if (kind === 'histogram') {
    const bins = layout.bins ?? [];
    return adder([bins.length], (rows, seed) =>
      tally(
        valuesOf(rows, seed, layout, referring.policy).map(([value]) =>
          bins.indexOf(binNameOf(value!, layout, asked, referring.policy)),
        ),
      ),
    );
  }
  if (kind === 'quantiles') {
    const { tree } = layout;
    const levels = tree?.levels ?? [];
    const nodes = levels.reduce((sum, one) => sum + one, 0);
    return adder([nodes], (rows, seed) => {
      const leaves = clampedOf(rows, seed, layout, referring.policy).map(([value]) =>
        Math.floor((value! - layout.fields[0]!.low) / tree!.leafSteps),
      );
      return tally(
        leaves.flatMap((leaf) =>
          levels.map(
            (_, level) => offset(levels, level) + Math.floor(leaf / tree!.branching ** (levels.length - 1 - level)),
          ),
        ),
      );
    });
  }
  return momentAdder(layout, referring);
}

function offset(levels: readonly number[], level: number): number {
  return levels.slice(0, level).reduce((sum, one) => sum + one, 0);
}

function tally(places: readonly number[]): Map<number, bigint> {
  const counts = new Map<number, bigint>();
  for (const at of places) {
    counts.set(at, (counts.get(at) ?? 0n) + 1n);
  }
  return counts;
}

/** N, sums, squares and products of values from the middle, as far as the measure has them; a sum alone is of plain values. */
function momentAdder(layout: Layout, { policy }: Referring): Adder {
  const { kind, fields } = layout;
  const middles = fields.map(({ low, high }) => low + Math.floor((high - low) / 2));
  const pairs = fields.flatMap((_, left) =>
    fields.slice(left + 1).map((_other, after) => [left, left + 1 + after] as const),
  );
  const terms: ((z: readonly bigint[], v: readonly bigint[]) => bigint)[] =
    kind === 'sum'
      ? [(_z, v) => v[0]!]
      : [
          () => 1n,
          ...fields.map((_, at) => (z: readonly bigint[]) => z[at]!),
          ...(kind === 'mean' ? [] : fields.map((_, at) => (z: readonly bigint[]) => z[at]! * z[at]!)),
          ...(kind === 'moments'
            ? pairs.map(
                ([left, right]) =>
                  (z: readonly bigint[]) =>
                    z[left]! * z[right]!,
              )
            : []),
        ];
  return adder(
    terms.map(() => 1),
    (rows, seed) => {
      const values = clampedOf(rows, seed, layout, policy);
      return new Map(
        terms.map((term, at) => [
          at,
          values.reduce((sum, value) => {
            const z = value.map((one, field) => BigInt(one - middles[field]!));
            return sum + term(z, value.map(BigInt));
          }, 0n),
        ]),
      );
    },
  );
}

function clampedOf(rows: readonly NamedRow[], seed: bigint, layout: Layout, policy: Policy): number[][] {
  return valuesOf(rows, seed, layout, policy).map((values) =>
    values.map((value, at) => Math.min(Math.max(value, layout.fields[at]!.low), layout.fields[at]!.high)),
  );
}

/** What one patient contributes: up to `perGroup` tuples of steps, reduced and not yet clamped. */
function valuesOf(rows: readonly NamedRow[], seed: bigint, layout: Layout, policy: Policy): number[][] {
  const columns = layout.fields.map(({ field }) => policy.columns.get(field) as Measure);
  const groups = layout.per === 'study' ? [...byStudy(rows).values()] : [rows];
  const reduced = groups.flatMap((own): number[][] => {
    const one = reducedTo(own, seed, layout, columns);
    return one !== undefined ? [one] : layout.kind === 'histogram' ? [[columns[0]!.missingStep]] : [];
  });
  return inKeyedOrder(reduced, seed).slice(0, layout.perGroup);
}

function reducedTo(
  rows: readonly NamedRow[],
  seed: bigint,
  { reduce }: Layout,
  columns: readonly Measure[],
): number[] | undefined {
  const complete = rows
    .map(({ values }) =>
      columns.map(({ field, step }) => {
        const value = values[field.keyword];
        return value === undefined ? undefined : Math.round(Number(value) / step);
      }),
    )
    .filter((tuple): tuple is number[] => tuple.every((value) => value !== undefined));
  if (complete.length === 0) {
    return undefined;
  }
  if (reduce === 'first') {
    return inKeyedOrder(complete, seed)[0];
  }
  return columns.map(({ minStep }, at) => {
    const own = complete.map((tuple) => tuple[at]!);
    if (reduce !== 'mean') {
      return reduce === 'min' ? Math.min(...own) : Math.max(...own);
    }
    const above = own.reduce((sum, value) => sum + value - minStep, 0);
    return Math.floor((2 * above + own.length) / (2 * own.length)) + minStep;
  });
}

function inKeyedOrder(tuples: readonly number[][], seed: bigint): number[][] {
  const keyed = tuples.map((tuple) => ({ tuple, key: keyedHash(seed, ...tuple) }));
  return keyed.sort((left, right) => (left.key < right.key ? -1 : 1)).map(({ tuple }) => tuple);
}

function byStudy(rows: readonly NamedRow[]): Map<bigint, NamedRow[]> {
  const studies = new Map<bigint, NamedRow[]>();
  for (const row of rows) {
    studies.set(row.study, [...(studies.get(row.study) ?? []), row]);
  }
  return studies;
}

function binNameOf(step: number, { fields }: Layout, { histogram }: Weighted, policy: Policy): string {
  const column = policy.columns.get(fields[0]!.field) as Measure;
  const own = typeof histogram === 'object' ? histogram.bins : undefined;
  return step === column.missingStep ? 'MISSING' : binOf(step * column.step, own ?? column.field.range?.bins ?? []);
}

/** Whether what was asked is what a release says was measured. */
function isOf(asked: Weighted, layout: Layout, policy: Policy): boolean {
  const one = asked[layout.kind as 'mean'] as unknown;
  if (one === undefined) {
    return false;
  }
  const written = (typeof one === 'string' ? { field: one } : one) as {
    field?: string;
    fields?: (string | { field: string; clamp?: [number, number] })[];
    per?: string;
    reduce?: string;
    clamp?: [number, number];
    bins?: number[];
  };
  const fields = written.fields ?? [{ field: written.field ?? '', ...(written.clamp ? { clamp: written.clamp } : {}) }];
  const named = fields.map(
    (field) => (typeof field === 'string' ? { field } : field) as { field: string; clamp?: [number, number] },
  );
  const sameFields =
    layout.fields.length === named.length &&
    layout.fields.every(({ field, low, high }) =>
      named.some((own) => {
        const column = policy.columns.get(own.field) as Measure;
        const [least, most] = own.clamp?.map((end) => Math.round(end / column.step)) ?? [
          column.minStep,
          column.maxStep,
        ];
        return own.field === field && least === low && most === high;
      }),
    );
  const sameBins =
    layout.bins === undefined || written.bins === undefined || layout.bins.length === written.bins.length + 2;
  return (
    sameFields && sameBins && (written.per ?? 'patient') === layout.per && (written.reduce ?? 'first') === layout.reduce
  );
}

function amountOf(of: string | undefined, rows: readonly NamedRow[]): bigint {
  switch (of) {
    case 'patients':
      return 1n;
    case 'studies':
      return BigInt(new Set(rows.map(({ study }) => study)).size);
    case 'series':
      return BigInt(rows.length);
    default:
      return rows.reduce((total, { instances }) => total + instances, 0n);
  }
}

function least(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}
