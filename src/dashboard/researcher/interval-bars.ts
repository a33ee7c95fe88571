import { markupText } from '../../base/index.ts';
import { ENGLISH, numberText, type ShownMeasure, type ShownNumber, type Voice } from '../../shown/index.ts';
import type { Say } from '../texts/say.ts';
import { voiceOf } from './voice.ts';

const ROW = 26;
const LABELS = 260;
const PLOT = 420;
const WIDTH = LABELS + PLOT + 40;
const TOP = 12;
const HEADING = 24;
const AXIS = 30;
/** More rows are a table's matter. */
const BARS_MAX = 60;
/** Numbers at an axis that stand closer would run into each other. */
const TICK_ROOM = 60;
/** Measures of which all numbers are of one unit; those of any other have an axis for each. */
const ONE_AXIS = ['count', 'sum', 'histogram', 'quantiles'];

const INKS = {
  light: { ink: '#17211f', line: '#d7dfe0', bar: '#0b5d67' },
  dark: { ink: '#e8eeef', line: '#313c41', bar: '#74cdd4' },
} as const;
type Ink = (typeof INKS)['light' | 'dark'];

interface Bar {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Numbers on one axis. */
interface Panel {
  /** What all of them are, where another panel's are something else. */
  readonly heading: string | undefined;
  readonly bars: readonly Bar[];
}

/** A measure's numbers that have an interval with two ends, as bars: numbers of different units share no axis. */
export interface Bars {
  readonly panels: readonly Panel[];
  readonly drawn: number;
  readonly all: number;
}

/** The bars of a measure of this kind, each named after its cell and what it is: as many as one can look at. */
export function barsOf({ rows: said }: Pick<ShownMeasure, 'rows'>, kind: string, voice: Voice = ENGLISH): Bars {
  const rows = said.map((row) => ({ ...row, name: voice.say({ own: row.name }) }));
  const names = [...new Set(rows.map(({ name }) => name))];
  const isApart = names.length > 1 && !ONE_AXIS.includes(kind);
  const groups = isApart ? names.map((name) => rows.filter((row) => row.name === name)) : [rows];
  const whole = groups
    .map((group) => ({
      heading: isApart && group[0]?.cell.length !== 0 ? group[0]?.name : undefined,
      bars: group.flatMap((row) => barOf(row, !isApart && names.length > 1)),
    }))
    .filter(({ bars }) => bars.length > 0);
  const all = countOf(whole);
  const most = all > BARS_MAX ? Math.floor(BARS_MAX / whole.length) : all;
  const panels = whole.map(({ heading, bars }) => ({ heading, bars: bars.slice(0, most) }));
  return { panels, drawn: countOf(panels), all };
}

function countOf(panels: readonly Panel[]): number {
  return panels.reduce((sum, { bars }) => sum + bars.length, 0);
}

function barOf({ cell, name, value, interval }: ShownNumber, isNamed: boolean): readonly Bar[] {
  const [low, high] = interval ?? [null, null];
  const label = [...cell, ...(isNamed || cell.length === 0 ? [name] : [])].join(' · ');
  return value === null || low === null || high === null ? [] : [{ label, value, low, high }];
}

/** How large the picture of these bars is. */
export function barsSize({ panels }: Pick<Bars, 'panels'>): { readonly width: number; readonly height: number } {
  return { width: WIDTH, height: TOP + panels.reduce((sum, panel) => sum + heightOf(panel), 0) };
}

function heightOf({ heading, bars }: Panel): number {
  return (heading === undefined ? 0 : HEADING) + ROW * bars.length + AXIS;
}

interface Look {
  readonly theme: 'light' | 'dark';
  readonly title: string;
  readonly say: Say;
}

/** A point and its interval for each number, on axes that have 0. */
export function barsSvg(bars: Pick<Bars, 'panels'>, { theme, title, say }: Look): string {
  const { width, height } = barsSize(bars);
  let top = TOP;
  const drawn = bars.panels.map((panel) => {
    const lines = panelSvg(panel, { top, ink: INKS[theme], say });
    top += heightOf(panel);
    return lines;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="13">
<title>${markupText(title)}</title>
${drawn.join('\n')}
</svg>
`;
}

interface Place {
  readonly top: number;
  readonly ink: Ink;
  readonly say: Say;
}

function panelSvg({ heading, bars }: Panel, { top, ink: { ink, line, bar: colour }, say }: Place): string {
  const least = Math.min(0, ...bars.map(({ low }) => low));
  const most = Math.max(least + 1e-9, ...bars.map(({ high }) => Math.max(high, 0)));
  const x = (value: number): number => Math.round(10 * (LABELS + (PLOT * (value - least)) / (most - least))) / 10;
  const first = top + (heading === undefined ? 0 : HEADING);
  const bottom = first + ROW * bars.length;
  const rows = bars.map(({ label, value, low, high }, at) => {
    const y = first + ROW * at + ROW / 2;
    return `<text x="${LABELS - 12}" y="${y + 4}" text-anchor="end" fill="${ink}">${markupText(label)}</text>
<line x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="3"/>
<circle cx="${x(value)}" cy="${y}" r="5" fill="${colour}"/>`;
  });
  const ticks = ticksOf(least, most, x).map(
    (tick) =>
      `<text x="${x(tick)}" y="${bottom + 20}" text-anchor="middle" fill="${ink}">${numberText(voiceOf(say), tick)}</text>`,
  );
  const head =
    heading === undefined
      ? []
      : [`<text x="${LABELS}" y="${top + 13}" font-weight="bold" fill="${ink}">${markupText(heading)}</text>`];
  const axes = `<line x1="${x(0)}" x2="${x(0)}" y1="${first - 6}" y2="${bottom}" stroke="${ink}" stroke-dasharray="3 3"/>
<line x1="${LABELS}" x2="${LABELS + PLOT}" y1="${bottom}" y2="${bottom}" stroke="${line}"/>`;
  return [...head, axes, ...rows, ...ticks].join('\n');
}

/** 0 and both ends of an axis, its middle where 0 is an end; never an end so close to 0 that it couldn't be read. */
function ticksOf(least: number, most: number, x: (value: number) => number): readonly number[] {
  const isFar = (end: number): boolean => Math.abs(x(end) - x(0)) >= TICK_ROOM;
  const middle = least === 0 || most === 0 ? [(least + most) / 2] : [];
  return [0, ...middle, ...[least, most].filter((end) => end !== 0 && isFar(end))];
}
