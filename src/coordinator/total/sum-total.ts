import { assert, fromBase64Url } from '../../base/index.ts';
import { type MaskedWire, type PieceWire, releaseShape, type Weighted } from '../../contract/index.ts';
import { addTo, fractionOf, fromRing, ringOf, shareNoiseSum } from '../../privacy/laws.ts';
import { type Combination, combinedOf } from '../combine.ts';
import { type NoisyPiece, noisyPiece } from '../noisy-pieces.ts';

const WORD_BYTES = 8;

/** The site whose vector doesn't belong to the others' round; `undefined` when all do. */
export function misfit(vectors: readonly MaskedWire[], round: string): string | undefined {
  const shape = vectors.map((one) => releaseShape(one)).at(0);
  return vectors.find(
    (one) =>
      one.round !== round ||
      one.shares.count !== vectors.length ||
      one.shares.parts !== vectors[0]?.shares.parts ||
      releaseShape(one) !== shape ||
      one.pieces.some(({ mechanism }) => mechanism.name !== 'discrete-laplace') ||
      fromBase64Url(one.vector)?.length !== WORD_BYTES * lengthOf(one),
  )?.site;
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
  return noisyPiece({ measure, name, fields, width, values, laws: [] }, (count) =>
    shareNoiseSum({ scale, parts: shares.parts, count: count * shares.count }),
  );
}
