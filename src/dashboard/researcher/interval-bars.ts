import { markupText } from '../../base/index.ts';
import { numberText, type ShownNumber } from '../../shown/index.ts';
import type { Say } from '../texts/say.ts';
import { voiceOf } from './voice.ts';

const ROW = 26;
const LABELS = 260;
const PLOT = 420;
const WIDTH = LABELS + PLOT + 40;
const TOP = 12;
/** More rows are a table's matter. */
const BARS_MAX = 60;

const INKS = {
  light: { ink: '#17211f', line: '#d7dfe0', bar: '#0b5d67' },
  dark: { ink: '#e8eeef', line: '#313c41', bar: '#74cdd4' },
} as const;

interface Bar {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The numbers that have an interval with two ends, as bars. */
export function barsOf(rows: readonly ShownNumber[]): readonly Bar[] {
  return rows.slice(0, BARS_MAX).flatMap(({ cell, name, value, interval }) => {
    const [low, high] = interval ?? [null, null];
    const label = cell.join(' · ') || name;
    return value === null || low === null || high === null ? [] : [{ label, value, low, high }];
  });
}

/** How large the picture of so many bars is. */
export function barsSize(count: number): { readonly width: number; readonly height: number } {
  return { width: WIDTH, height: TOP + ROW * count + 30 };
}

interface Look {
  readonly theme: 'light' | 'dark';
  readonly title: string;
  readonly say: Say;
}

/** A point and its interval for each number, on one axis from 0. */
export function barsSvg(bars: readonly Bar[], { theme, title, say }: Look): string {
  const { ink, line, bar: colour } = INKS[theme];
  const least = Math.min(0, ...bars.map(({ low }) => low));
  const most = Math.max(...bars.map(({ high }) => high), least + 1e-9);
  const x = (value: number): number => Math.round(10 * (LABELS + (PLOT * (value - least)) / (most - least))) / 10;
  const { width, height } = barsSize(bars.length);
  const bottom = TOP + ROW * bars.length;
  const rows = bars.map(({ label, value, low, high }, at) => {
    const y = TOP + ROW * at + ROW / 2;
    return `<text x="${LABELS - 12}" y="${y + 4}" text-anchor="end" fill="${ink}">${markupText(label)}</text>
<line x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="3"/>
<circle cx="${x(value)}" cy="${y}" r="5" fill="${colour}"/>`;
  });
  const ticks = [least, (least + most) / 2, most].map(
    (tick) =>
      `<text x="${x(tick)}" y="${bottom + 20}" text-anchor="middle" fill="${ink}">${numberText(voiceOf(say), tick)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="13">
<title>${markupText(title)}</title>
<line x1="${x(0)}" x2="${x(0)}" y1="${TOP - 6}" y2="${bottom}" stroke="${ink}" stroke-dasharray="3 3"/>
<line x1="${LABELS}" x2="${LABELS + PLOT}" y1="${bottom}" y2="${bottom}" stroke="${line}"/>
${[...rows, ...ticks].join('\n')}
</svg>
`;
}
