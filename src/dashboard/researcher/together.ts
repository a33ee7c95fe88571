import { LIMITS } from '../../base/index.ts';
import type { FederatedQuote, PieceWire, Quote } from '../../contract/index.ts';
import { lawStated, type NoiseLaw, type NoiseSum, noiseSum } from '../../privacy/laws.ts';
import { halfWidthText } from '../../shown/index.ts';

/** The half-width that noise of all sites together would have, in the unit of what is asked for. */
export interface Together {
  readonly sites: number;
  readonly width: string;
}

/** What is known of the noise at a site. */
type Noise = Pick<Quote, 'measures' | 'pieces'>;

/** What the sum over the sites that would answer is wide for; `undefined` where there is no one number, as of quantiles, or no site. */
export function togetherOf({ sites }: FederatedQuote, isTotal: boolean): Together | undefined {
  return togetherFor(
    sites.flatMap(({ quote }): Quote[] => (quote?.state === 'quoted' && quote.covered ? [quote] : [])),
    isTotal,
  );
}

/** The same for sites whose noise is known. */
export function togetherFor(noises: readonly Noise[], isTotal: boolean): Together | undefined {
  const pieces = noises.flatMap((noise) => (noise.pieces.length === 1 ? noise.pieces : []));
  const [first] = pieces;
  // Of quantiles, the noise is that of the counts in a tree, and no width of what is asked for.
  if (first === undefined || first.name === 'tree' || pieces.length < noises.length) {
    return undefined;
  }
  const alpha = Number((1 - Number(first.interval.confidence)).toFixed(9));
  // Sites that only give a total share its noise among them.
  const width = isTotal ? first.interval.halfWidth : String(noiseQuoted(pieces).within(alpha));
  return { sites: noises.length, width: halfWidthText(noises[0]?.measures[0], width) };
}

/** The noise of quoted pieces added up, by its exact law. */
export function noiseQuoted(pieces: readonly PieceWire[]): NoiseSum {
  return noiseSum(pieces.flatMap(lawsOf));
}

/** The law of each draw in a number: where a site would add up a finer table, the variance that it states is that of several. */
function lawsOf({ mechanism }: PieceWire): readonly NoiseLaw[] {
  const law = lawStated(mechanism);
  const draws = Math.round(mechanism.variance / noiseSum([law]).variance) || 1;
  return Array.from({ length: Math.min(draws, LIMITS.cellsMax) }, () => law);
}
