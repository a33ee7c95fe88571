import type { MeasureWire, PieceWire } from '../contract/index.ts';
import { boundsOf, inUnit } from './bounds.ts';

const PIECES_SHOWN = 4;

/** What is known of the noise that an answer would have. */
export interface StatedNoise {
  readonly measures: readonly MeasureWire[];
  readonly pieces: readonly PieceWire[];
}

/** The half-widths of an answer's pieces for people: of a single one in its unit, of several, in grid units, each with what it is of. */
export function halfWidthsText({ pieces, measures }: StatedNoise): string {
  const [only, ...more] = pieces;
  if (only !== undefined && more.length === 0) {
    return halfWidthText(measures[0], only.interval.halfWidth);
  }
  const ofWhich = (measure: number): string => (measures.length > 1 ? `${nameIn(measures, measure)} ` : '');
  const shown = pieces
    .slice(0, PIECES_SHOWN)
    .map(({ measure, name, interval }) => `${ofWhich(measure)}${name} ${interval.halfWidth}`);
  return [...shown, ...(pieces.length > PIECES_SHOWN ? ['…'] : [])].join(', ');
}

/** The half-width, in grid units, of a measure's only piece: sums are released in steps of their field and shown in its unit, counts in ones. */
export function halfWidthText(measure: MeasureWire | undefined, halfWidth: string): string {
  const [field] = measure?.fields ?? [];
  return measure?.kind === 'sum' && field !== undefined
    ? `${inUnit(Number(halfWidth), field)} ${field.unit}`
    : halfWidth;
}

/** A measure by its kind; where another is of that kind, by all in which the two may differ as well. */
function nameIn(measures: readonly MeasureWire[], at: number): string {
  const { kind = '', of, fields = [], per, reduce } = measures[at] ?? {};
  if (measures.filter((one) => one.kind === kind).length === 1) {
    return kind;
  }
  const bounds = kind === 'histogram' ? [] : fields.map(boundsOf).map(({ low, high }) => `${low} … ${high}`);
  const how = [...(reduce === undefined ? [] : [reduce]), ...(per === 'study' ? ['per study'] : []), ...bounds];
  const what = of ?? fields.map(({ field }) => field).join(', ');
  return `${kind} of ${what}${how.length === 0 ? '' : ` (${how.join(', ')})`}`;
}
