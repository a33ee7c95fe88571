import { type Combined, type PieceWire, type ReleasedWire, releaseShape, type Weighted } from '../contract/index.ts';
import { sumVectors } from '../statistics/index.ts';
import { measureResult } from './measure-result.ts';
import { noisyPiece, type SummedPiece } from './noisy-pieces.ts';

/** The combined answer, or the fixed sentence that says why there is none. */
export type Combination = { readonly combined: Combined } | { readonly notCombined: string };

/** What the combination of releases depends on beside them. */
export interface Combining {
  readonly minSites: number;
  /** What was asked: the points of quantiles stand nowhere else. */
  readonly asked: readonly Weighted[];
}

/** Sums the sites' releases, piece by piece, and works out what was asked. Missing sites stay missing: nothing is imputed. */
export function combine(releases: readonly ReleasedWire[], { minSites, asked }: Combining): Combination {
  const [first] = releases;
  if (first === undefined || releases.length < minSites) {
    return { notCombined: `Fewer than ${minSites} sites answered.` };
  }
  const shape = releaseShape(first);
  if (releases.some((one) => releaseShape(one) !== shape)) {
    return { notCombined: 'The sites’ releases differ in shape, so they are not added.' };
  }
  const { keys, measures } = first;
  const pieces = first.pieces.map((piece, at) => noisyPiece(summed(piece, at, releases)));
  const confidence = first.pieces[0]?.interval.confidence ?? '0.95';
  const alpha = 1 - Number(confidence);
  const results = measures.map((measure, at) => {
    const own = pieces.filter((piece) => piece.measure === at);
    return measureResult(measure, { pieces: own, cells: keys.length, alpha, asked });
  });
  return {
    combined: {
      sites: releases.map(({ site }) => site),
      keys,
      confidence,
      results,
      pieces: pieces.map(({ measure, name, fields, values, numbers: [number] }) => ({
        ...{ measure, name, fields: [...fields], values: values.map(String) },
        halfWidth: String(number?.within(alpha) ?? 0n),
      })),
    },
  };
}

function summed(
  { measure, name, fields, width }: PieceWire,
  at: number,
  releases: readonly ReleasedWire[],
): SummedPiece {
  const scales = releases.flatMap(({ pieces }) => {
    const scale = pieces[at]?.mechanism.scale;
    return scale === undefined ? [] : [{ numerator: BigInt(scale.numerator), denominator: BigInt(scale.denominator) }];
  });
  const values = sumVectors(releases.map((release) => (release.values[at] ?? []).map(BigInt)));
  return { measure, name, fields, width, scales, values };
}
