import type { Countable, MeasureNode, Values } from '../nodes.ts';
import type { Bounded } from '../question.ts';

/** Values that several measures may be made of: what a patient (or study) is reduced to, before any clamp. */
export interface Reduced {
  /** Of its columns: `"v0_0"`, `"v0_1"`, … */
  readonly names: readonly string[];
  readonly values: Values;
  /** A patient (or study) without any value gives MISSING instead of nothing. */
  readonly keepsMissing: boolean;
}

/** All that a statement has to gather of every patient, for all measures of a question. */
export interface Gathered {
  readonly isOneCell: boolean;
  /** Studies are told apart. */
  readonly hasStudies: boolean;
  readonly counts: readonly { readonly of: Countable; readonly cap: number }[];
  readonly reduced: readonly Reduced[];
  /** The columns that hold what a patient gives to a cell, in one order. */
  readonly columns: readonly string[];
}

/** What a question's measures need. */
export function gatheredOf({ measures, cells }: Bounded): Gathered {
  const counts = measures.flatMap((node) => (node.kind === 'count' ? [{ of: node.of, cap: node.cap }] : []));
  const reduced: Reduced[] = [];
  for (const node of measures) {
    if (node.kind !== 'count' && reducedOf(node, reduced) === undefined) {
      const { values } = node;
      const names = values.fields.map((_, at) => `"v${reduced.length}_${at}"`);
      reduced.push({ names, values, keepsMissing: node.kind === 'histogram' });
    }
  }
  return {
    isOneCell: cells === 1,
    hasStudies: counts.some((count) => count.of === 'studies') || reduced.some(({ values }) => values.per === 'study'),
    counts,
    reduced,
    columns: [...counts.map((count) => countName(count.of)), ...reduced.flatMap(({ names }) => names)],
  };
}

/** The values that a measure is made of: clamps differ, reductions don't. */
export function reducedOf(
  node: Exclude<MeasureNode, { kind: 'count' }>,
  reduced: readonly Reduced[],
): Reduced | undefined {
  return reduced.find(
    ({ values, keepsMissing }) =>
      keepsMissing === (node.kind === 'histogram') && sourceOf(values) === sourceOf(node.values),
  );
}

function sourceOf({ fields, per, reduce }: Values): string {
  return [per, reduce, ...fields.map(({ column }) => column.field.keyword)].join(' ');
}

/** The column that holds how many of something a patient gives to a cell. */
export function countName(of: Countable): string {
  return `"n_${of}"`;
}
