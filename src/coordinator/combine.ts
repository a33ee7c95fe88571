import type { Combined, PieceWire, Weighted } from '../contract/index.ts';
import { sumVectors } from '../statistics/index.ts';
import type { Contribution } from './contribution.ts';
import { measureResult } from './measure-result.ts';
import { type NoisyPiece, noisyPiece, type SummedPiece } from './noisy-pieces.ts';

/** The combined answer, or the fixed sentence that says why there is none. */
export type Combination = { readonly combined: Combined } | { readonly notCombined: string };

/** What the combination of releases depends on beside them. */
export interface Combining {
  readonly minSites: number;
  /** What was asked: the points of quantiles stand nowhere else. */
  readonly asked: readonly Weighted[];
}

/** Sums the sites' releases, piece by piece, and works out what was asked. Missing sites stay missing: nothing is imputed. */
export function combine(sites: readonly Contribution[], { minSites, asked }: Combining): Combination {
  const [first] = sites;
  if (first === undefined || sites.length < minSites) {
    return { notCombined: `Fewer than ${minSites} sites answered.` };
  }
  if (sites.some(({ shape }) => shape !== first.shape)) {
    return { notCombined: 'The sites’ releases differ in shape, so they are not added.' };
  }
  return combinedOf({
    sites: sites.map(({ site }) => site),
    release: first.release,
    pieces: noisyPiecesOf(sites),
    asked,
  });
}

/** Numbers added up, and what they are of. */
export interface AddedUp {
  readonly sites: readonly string[];
  readonly release: Contribution['release'];
  readonly pieces: readonly NoisyPiece[];
  readonly asked: readonly Weighted[];
}

/** Works out what was asked, of numbers that are added up. */
export function combinedOf({ sites, release, pieces, asked }: AddedUp): { readonly combined: Combined } {
  const { keys, measures, caps } = release;
  const confidence = release.pieces[0]?.interval.confidence ?? '0.95';
  const alpha = 1 - Number(confidence);
  const results = measures.map((measure, at) => {
    const own = pieces.filter((piece) => piece.measure === at);
    return measureResult(measure, { pieces: own, keys, caps, alpha, asked });
  });
  return {
    combined: {
      sites: [...sites],
      keys,
      confidence,
      results,
      pieces: pieces.map(({ measure, name, fields, values, numbers: [number] }) => ({
        measure,
        name,
        fields: [...fields],
        values: values.map(String),
        halfWidth: String(number?.within(alpha) ?? 0n),
      })),
    },
  };
}

/** The pieces of releases of one shape, added up, as estimators take them. */
export function noisyPiecesOf(sites: readonly Contribution[]): readonly NoisyPiece[] {
  return (sites[0]?.release.pieces ?? []).map((piece, at) => noisyPiece(summed(piece, at, sites)));
}

function summed({ measure, name, fields, width }: PieceWire, at: number, sites: readonly Contribution[]): SummedPiece {
  const laws = sites.flatMap((site) => site.laws[at] ?? []);
  const values = sumVectors(sites.map((site) => site.values[at] ?? []));
  return { measure, name, fields, width, laws, values };
}
