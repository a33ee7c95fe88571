import type { Drawing, Palette } from './svg.ts';

/** What was left at the end of a day; days since 1970-01-01 UTC. */
export interface LeftAt {
  readonly day: number;
  readonly left: number;
}

export interface Burning {
  /** The oldest first; days on which nothing changed may be left out. */
  readonly days: readonly LeftAt[];
  readonly today: number;
  readonly cap: number;
}

const WINDOW_DAYS = 28;
const FAR_DAYS = 3_650;

/** The day on which nothing is left if spending goes on as in the last four weeks; `undefined` if nothing was spent, or it is far off. */
export function projectedEnd({ days, today }: Burning): number | undefined {
  const left = days.at(-1)?.left ?? 0;
  const from = today - WINDOW_DAYS;
  const spent = days.reduce((sum, { day, left: now }, at) => {
    const before = days[at - 1]?.left;
    return day > from && before !== undefined ? sum + Math.max(0, before - now) : sum;
  }, 0);
  const span = Math.max(1, Math.min(WINDOW_DAYS, today - (days[0]?.day ?? today) + 1));
  const more = left / (spent / span);
  return left <= 0 ? today : more < FAR_DAYS ? Math.ceil(today + more) : undefined;
}

/** A day as people write it. */
export function dayText(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

export const BURN_SIZE = { width: 760, height: 260 } as const;

/** What is left, step by step, and where it leads if spending goes on. */
export function burnDown(burning: Burning, palette: Palette, title: string): Drawing {
  const { days, today, cap } = burning;
  const left = days.at(-1)?.left ?? cap;
  const end = projectedEnd(burning);
  const first = days[0]?.day ?? today;
  const ahead =
    end === undefined
      ? []
      : [
          [today, left],
          [Math.min(end, today + 366), end > today + 366 ? left * (1 - 366 / (end - today)) : 0],
        ];
  const line = (data: readonly (readonly number[])[], more: object) => ({
    type: 'line',
    showSymbol: false,
    silent: true,
    data,
    ...more,
  });
  return {
    title,
    size: BURN_SIZE,
    option: {
      grid: { left: 64, right: 48, top: 16, bottom: 34 },
      xAxis: {
        type: 'value',
        min: Math.min(first, today),
        max: Math.max(today + 1, Math.min(end ?? today, today + 366)),
        minInterval: 1,
        splitNumber: 5,
        axisLabel: { formatter: dayText, color: palette.soft, hideOverlap: true },
        splitLine: { show: false },
        axisLine: { lineStyle: { color: palette.line } },
      },
      yAxis: {
        type: 'value',
        min: 0,
        max: cap,
        axisLabel: { color: palette.soft },
        splitLine: { lineStyle: { color: palette.line } },
      },
      series: [
        line([...days.map(({ day, left: then }) => [day, then]), [today + 1, left]], {
          step: 'end',
          lineStyle: { color: palette.main, width: 2.5 },
          areaStyle: { color: palette.rest, opacity: 0.5 },
        }),
        line(ahead, { lineStyle: { color: palette.second, width: 2, type: 'dashed' } }),
      ],
    },
  };
}
