import { type Combined, type PieceWire, type ReleasedWire, releaseShape } from '../contract/index.ts';
import { halfWidth, type Rational } from '../privacy/laws.ts';
import { sumVectors } from '../statistics/index.ts';
import { estimates } from './estimates.ts';
import { noisyPieces } from './noisy-pieces.ts';

/** The combined answer, or the fixed sentence that says why there is none. */
export type Combination = { readonly combined: Combined } | { readonly notCombined: string };

/** What the combination of releases depends on beside them. */
export interface Combining {
  readonly minSites: number;
  /** The points of each quantile measure that were asked for, by what `measurePoints` calls it. */
  readonly points: ReadonlyMap<string, readonly string[]>;
}

/** Sums the sites' releases, piece by piece, and works out what was asked. Missing sites stay missing: nothing is imputed. */
export function combine(releases: readonly ReleasedWire[], { minSites, points }: Combining): Combination {
  const [first] = releases;
  if (first === undefined || releases.length < minSites) {
    return { notCombined: `Fewer than ${minSites} sites answered.` };
  }
  const shape = releaseShape(first);
  if (releases.some((one) => releaseShape(one) !== shape)) {
    return { notCombined: 'The sites’ releases differ in shape, so they are not added.' };
  }
  const confidence = first.pieces[0]?.interval.confidence ?? '';
  const pieces = first.pieces.map((piece, at) => summed(piece, at, releases));
  return {
    combined: {
      sites: releases.map(({ site }) => site),
      keys: first.keys,
      confidence,
      results: estimates({ first, pieces: noisyPieces(pieces), points, confidence }),
      pieces: pieces.map(({ piece: { measure, name, fields, interval }, scales, values }) => ({
        ...{ measure, name, fields },
        values: values.map(String),
        halfWidth: halfWidth(scales, { confidence: interval.confidence }).toString(),
      })),
    },
  };
}

/** A piece of all sites: its integers added up, and the scale of each site's noise. */
export interface SummedPiece {
  readonly piece: PieceWire;
  readonly values: readonly bigint[];
  readonly scales: readonly Rational[];
}

function summed(piece: PieceWire, at: number, releases: readonly ReleasedWire[]): SummedPiece {
  const scales = releases.flatMap(({ pieces }) => {
    const scale = pieces[at]?.mechanism.scale;
    return scale === undefined
      ? []
      : [{ numerator: BigInt(scale.numerator), denominator: BigInt(scale.denominator) }];
  });
  return { piece, scales, values: sumVectors(releases.map(({ values }) => (values[at] ?? []).map(BigInt))) };
}
