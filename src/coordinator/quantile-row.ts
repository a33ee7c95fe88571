import { assert } from '../base/index.ts';
import type { Estimate, MeasureWire, Weighted } from '../contract/index.ts';
import { type NoisyTree, quantilesOf } from '../statistics/index.ts';
import { pointsOf } from './asked-points.ts';
import { type Cell, shown } from './cell-numbers.ts';

/** What is read off with which certainty. */
export interface Reading {
  readonly alpha: number;
  readonly asked: readonly Weighted[];
}

/** The quantiles of one cell, read off its tree: as many as were asked for, at no cost. */
export function quantileRow(measure: MeasureWire, cell: Cell, { alpha, asked }: Reading): readonly Estimate[] {
  const points = [...new Set(pointsOf(measure, asked))].toSorted((left, right) => Number(left) - Number(right));
  const found = quantilesOf(treeIn(measure, cell), points.map(Number), alpha);
  return found.map((quantile, at) => shown(points[at] ?? '', quantile));
}

function treeIn({ tree, fields: [field] }: MeasureWire, cell: Cell): NoisyTree {
  assert(tree !== undefined && field !== undefined, 'quantiles come with a tree over a field');
  const { branching, leafSteps, levels } = tree;
  const nodes = cell.all('tree').map(({ value }) => value);
  const leaves = levels.at(-1) ?? 0;
  return {
    edges: Array.from({ length: leaves + 1 }, (_, at) => Math.min(field.low + at * leafSteps, field.high + 1)),
    step: field.step,
    branching,
    levels: levels.map((length, level) => {
      const from = levels.slice(0, level).reduce((sum, one) => sum + one, 0);
      return nodes.slice(from, from + length);
    }),
    within: cell.piece('tree').withinOf,
  };
}
