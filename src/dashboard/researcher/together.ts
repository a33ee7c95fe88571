import type { FederatedQuote, MechanismWire, Quote } from '../../contract/index.ts';
import { fractionOf, type NoiseLaw, noiseSum } from '../../privacy/laws.ts';

/** The half-width that noise of all sites together would have, in the unit of what is asked for. */
export interface Together {
  readonly sites: number;
  readonly width: string;
}

/** What is known of the noise at a site. */
type Noise = Pick<Quote, 'measures' | 'pieces'>;

/** What the sum over the sites that would answer is wide for; `undefined` where there is no one number, or no site. */
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
  if (first === undefined || pieces.length < noises.length) {
    return undefined;
  }
  const alpha = Number((1 - Number(first.interval.confidence)).toFixed(9));
  // Sites that only give a total share its noise among them.
  const width = isTotal
    ? first.interval.halfWidth
    : String(noiseSum(pieces.map(({ mechanism }) => lawOf(mechanism))).within(alpha));
  return { sites: noises.length, width: inUnit(noises[0], width) };
}

function lawOf(mechanism: MechanismWire): NoiseLaw {
  return mechanism.name === 'discrete-laplace'
    ? { name: mechanism.name, scale: fractionOf(mechanism.scale) }
    : { name: mechanism.name, sigmaSquared: fractionOf(mechanism.sigmaSquared) };
}

const PIECES_SHOWN = 4;

/** The half-widths of a site's pieces: of a single one in its unit, of several each with what it is of. */
export function widthsOf(quote: Noise): string {
  const [only, ...more] = quote.pieces;
  return only !== undefined && more.length === 0
    ? inUnit(quote, only.interval.halfWidth)
    : quote.pieces
        .slice(0, PIECES_SHOWN)
        .map(({ name, interval }) => `${name} ${interval.halfWidth}`)
        .join(', ');
}

/** Sums are released in steps of their field. */
function inUnit(quote: Noise | undefined, width: string): string {
  const [measure] = quote?.measures ?? [];
  const [field] = measure?.fields ?? [];
  return measure?.kind === 'sum' && field !== undefined ? `${Number(width) * field.step} ${field.unit}` : width;
}
