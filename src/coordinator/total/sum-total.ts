import { assert, fromBase64Url } from '../../base/index.ts';
import { type MaskedWire, type PieceWire, releaseShape, type Weighted } from '../../contract/index.ts';
import { addTo, fractionOf, fromRing, ringOf, shareNoiseSum } from '../../privacy/laws.ts';
import { type Combination, combinedOf } from '../combine.ts';
import type { ExpectedShape } from '../context.ts';
import { type NoisyPiece, noisyPiece } from '../noisy-pieces.ts';

const WORD_BYTES = 8;

/** Sites whose vectors don't belong to the round; none where it can't be told which. */
export interface Misfit {
  readonly sites: readonly string[];
}

/**
 * Why these vectors are not of one round; `undefined` when they are. Those that differ are held against what the question's policy
 * makes of it, not against most: most may be the ones that lie.
 */
export function misfit(
  vectors: readonly MaskedWire[],
  round: string,
  expected: ExpectedShape | undefined,
): Misfit | undefined {
  const unfit = vectors.filter((one) => !isWhole(one, round, vectors.length));
  const fit = vectors.filter((one) => !unfit.includes(one));
  const right = expected && `${expected.parts} ${expected.shape}`;
  const shapes = fit.map((one) => `${one.shares.parts} ${releaseShape(one)}`);
  const others = right === undefined ? [] : fit.filter((_, at) => shapes[at] !== right);
  return unfit.length + others.length === 0 && new Set(shapes).size <= 1
    ? undefined
    : { sites: [...unfit, ...others].map(({ site }) => site).sort() };
}

/** What a vector is by itself: of the round, of the whole roster, with noise that has shares, and as long as it says. */
function isWhole(one: MaskedWire, round: string, roster: number): boolean {
  return (
    one.round === round &&
    one.shares.count === roster &&
    one.pieces.every(({ mechanism }) => mechanism.name === 'discrete-laplace') &&
    fromBase64Url(one.vector)?.length === WORD_BYTES * lengthOf(one)
  );
}

function lengthOf({ keys, pieces }: MaskedWire): number {
  return pieces.reduce((sum, { width }) => sum + keys.length * width, 0);
}

/** Adds up the vectors of a whole roster, in which all masks cancel, and works out what was asked. */
export function sumTotal(vectors: readonly MaskedWire[], asked: readonly Weighted[]): Combination {
  const [first] = vectors;
  if (first === undefined) {
    return { notCombined: 'No site took part.' };
  }
  const sum = new BigUint64Array(lengthOf(first));
  for (const { vector } of vectors) {
    addTo(sum, ringOf(fromBase64Url(vector) ?? new Uint8Array()), 1);
  }
  const values = fromRing(sum);
  let from = 0;
  const pieces = first.pieces.map((piece) => {
    from += first.keys.length * piece.width;
    return totalPiece(first, piece, values.slice(from - first.keys.length * piece.width, from));
  });
  return combinedOf({ sites: vectors.map(({ site }) => site), release: first, pieces, asked });
}

/** The noise of a total is what the roster's shares add up to: a mechanism's own, and that of the colluders allowed for on top. */
function totalPiece({ shares }: MaskedWire, piece: PieceWire, values: readonly bigint[]): NoisyPiece {
  const { measure, name, fields, width, mechanism } = piece;
  assert(mechanism.name === 'discrete-laplace', 'a vector of another kind of noise is a misfit');
  const scale = fractionOf(mechanism.scale);
  return noisyPiece(
    { measure, name, fields, width, values, laws: [] },
    shareNoiseSum({ scale, parts: shares.parts, count: shares.count }),
  );
}
