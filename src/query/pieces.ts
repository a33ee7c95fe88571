import { assert, LIMITS } from '../base/index.ts';
import { type Accountant, type MechanismFacts, sharesByWeight } from '../privacy/index.ts';
import { type Bounds, type MeasureNode, middleOf, type Values } from './nodes.ts';
import { nodesOf } from './tree.ts';

/** A vector of integers, `width` of them for every cell, that gets noise of one scale and a share of ε of its own. */
export interface Piece {
  /** Which measure it is of. */
  readonly measure: number;
  readonly name: 'n' | 'sum' | 'square' | 'product' | 'bins' | 'tree';
  /** Which of the measure's fields it is made of. */
  readonly fields: readonly number[];
  readonly width: number;
  /** L1 distance that one patient can make in one cell, in grid units. */
  readonly perCell: bigint;
  /** The square of the L2 distance that one patient can make in one cell. */
  readonly perCellSquared: bigint;
}

type Shape = Omit<Piece, 'measure'>;

/** The pieces of all measures, one after another. Sensitivities as in the table of the design: Δ₁ = L0 · `perCell`. */
export function piecesOf(measures: readonly MeasureNode[]): readonly Piece[] {
  return Object.freeze(
    measures.flatMap((node, measure) => shapesOf(node).map((shape) => Object.freeze({ measure, ...shape }))),
  );
}

function shapesOf(node: MeasureNode): readonly Shape[] {
  switch (node.kind) {
    case 'count':
      return [scalar('n', [], BigInt(node.cap))];
    case 'sum':
      return [scalar('sum', [0], cap(node.values) * reach(node.values.fields[0]))];
    case 'mean':
    case 'variance':
    case 'moments':
      return momentShapes(node.values, node.kind);
    case 'histogram':
      // All of a patient's values may lie in one bin, so the L2 distance is no smaller than the L1 distance.
      return [{ ...scalar('bins', [0], cap(node.values)), width: node.edges.length + 2 }];
    case 'quantiles': {
      // One node on each level: c on each of h nodes, or spread over more.
      const height = BigInt(node.tree.levels.length);
      const c = cap(node.values);
      return [
        { name: 'tree', fields: [0], width: nodesOf(node.tree), perCell: height * c, perCellSquared: height * c * c },
      ];
    }
  }
}

/** How many values; their sum from the middle; squares and products of those. */
function momentShapes(values: Values, kind: 'mean' | 'variance' | 'moments'): readonly Shape[] {
  const c = cap(values);
  const halves = values.fields.map(halfOf);
  const sums = halves.map((half, at) => scalar('sum', [at], c * half));
  const squares = halves.map((half, at) => scalar('square', [at], c * half * half));
  const products = halves.flatMap((half, at) =>
    halves.slice(at + 1).map((other, after) => scalar('product', [at, at + 1 + after], c * half * other)),
  );
  return [scalar('n', [], c), ...sums, ...(kind === 'mean' ? [] : squares), ...(kind === 'moments' ? products : [])];
}

function scalar(name: Piece['name'], fields: readonly number[], perCell: bigint): Shape {
  return { name, fields, width: 1, perCell, perCellSquared: perCell * perCell };
}

function cap({ cap: values }: Values): bigint {
  return BigInt(values);
}

/** H: how far a value may lie from the middle, in steps. */
function halfOf(bounds: Bounds): bigint {
  return BigInt(bounds.high - middleOf(bounds));
}

/** How far a value may lie from 0, in steps. */
function reach(bounds: Bounds | undefined): bigint {
  assert(bounds !== undefined, 'a sum has a field');
  return BigInt(Math.max(Math.abs(bounds.low), Math.abs(bounds.high)));
}

/** What pieces and cells a mechanism is made of. */
export interface Priced {
  readonly pieces: readonly Piece[];
  readonly cells: number;
  /** L0: how many cells one patient may count in. */
  readonly groupsPerPatient: number;
  /** The weight of each measure. */
  readonly weights: readonly bigint[];
}

/** L1 distance that one patient can make over all cells of a piece, in grid units. */
export function sensitivityOf({ groupsPerPatient }: Pick<Priced, 'groupsPerPatient'>, { perCell }: Piece): bigint {
  return BigInt(groupsPerPatient) * perCell;
}

/** The square of the L2 distance that one patient can make over all cells of a piece. */
export function squaredSensitivityOf(
  { groupsPerPatient }: Pick<Priced, 'groupsPerPatient'>,
  { perCellSquared }: Piece,
): bigint {
  return BigInt(groupsPerPatient) * perCellSquared;
}

/**
 * What is added to the pieces at a price in nano-ε. Measures share it by weight and the pieces of one measure equally, in whole
 * nano-ε, the remainder to the first; `undefined` when a share would be 0.
 */
export function mechanismOf(
  priced: Priced,
  { mechanism: name }: Pick<Accountant, 'mechanism'>,
  nanoEpsilon: bigint,
): MechanismFacts | undefined {
  const { pieces, cells } = priced;
  const parts = sharesByWeight(nanoEpsilon, pieceWeights(priced));
  return (
    parts && {
      name,
      pieces: pieces.map((piece, at) => ({
        length: cells * piece.width,
        sensitivity: sensitivityOf(priced, piece),
        sensitivitySquared: squaredSensitivityOf(priced, piece),
        nanoEpsilon: parts[at] ?? 0n,
      })),
    }
  );
}

/** A weight of each piece, so that a measure's pieces together weigh what the measure does. */
function pieceWeights({ pieces, weights }: Priced): readonly bigint[] {
  const inMeasure = weights.map((_, measure) => BigInt(pieces.filter((piece) => piece.measure === measure).length));
  const whole = inMeasure.reduce((product, count) => product * count, 1n);
  return pieces.map(({ measure }) => ((weights[measure] ?? 1n) * whole) / (inMeasure[measure] ?? 1n));
}

/** How many integers all pieces have together. */
export function lengthOfAll(pieces: readonly Piece[], cells: number): number {
  return pieces.reduce((sum, { width }) => sum + width * cells, 0);
}

assert(LIMITS.momentFieldsMax * (LIMITS.momentFieldsMax + 3) < 2 * LIMITS.piecesMax, 'the moments of one measure fit');
