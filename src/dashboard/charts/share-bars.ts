import type { Drawing, Palette } from './svg.ts';

/** One bar: two shares of a whole, between 0 and 1. */
export interface ShareBar {
  readonly name: string;
  readonly main: number;
  readonly second: number;
}

const ROW = 34;
const FRAME = 44;
const WIDTH = 760;

/** How large the picture of so many bars is. */
export function barsSize(bars: number): { readonly width: number; readonly height: number } {
  return { width: WIDTH, height: FRAME + ROW * Math.max(1, bars) };
}

/** Bars from nothing to the whole: two shares of it, and, paler, what is left. */
export function shareBars(bars: readonly ShareBar[], palette: Palette, title: string): Drawing {
  const rows = [...bars].reverse();
  const series = (values: readonly number[], color: string, decal?: object) => ({
    type: 'bar',
    stack: 'whole',
    barWidth: 16,
    data: values.map((share) => Math.round(share * 10_000) / 100),
    itemStyle: { color, ...(decal === undefined ? {} : { decal }) },
    silent: true,
  });
  return {
    title,
    size: barsSize(bars.length),
    option: {
      grid: { left: 240, right: 28, top: 6, bottom: 34 },
      xAxis: {
        type: 'value',
        max: 100,
        axisLabel: { formatter: '{value} %', color: palette.soft },
        splitLine: { lineStyle: { color: palette.line } },
      },
      yAxis: {
        type: 'category',
        data: rows.map(({ name }) => name),
        axisLabel: { color: palette.ink, width: 224, overflow: 'truncate' },
        axisLine: { lineStyle: { color: palette.line } },
        axisTick: { show: false },
      },
      series: [
        series(
          rows.map(({ main }) => main),
          palette.main,
        ),
        series(
          rows.map(({ second }) => second),
          palette.second,
        ),
        series(
          rows.map(({ main, second }) => Math.max(0, 1 - main - second)),
          palette.rest,
        ),
      ],
    },
  };
}
