import type { Drawing, Palette } from './svg.ts';

/** A row of a forest plot; the one without weight is of all together. */
export interface ForestLine {
  readonly label: string;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** In percent. */
  readonly weight?: number;
}

const ROW = 34;
const FRAME = 56;

/** How large the picture of so many rows is. */
function forestSize(rows: number): { readonly width: number; readonly height: number } {
  return { width: 760, height: FRAME + ROW * Math.max(1, rows) };
}

interface Api {
  value(dimension: number): number;
  coord(point: readonly [number, number]): readonly [number, number];
}

/** Squares as large as their weight, intervals as lines, and a diamond for all together, with a line at `nothing`. */
export function forestPlot(
  rows: readonly ForestLine[],
  palette: Palette,
  { title, nothing = 0 }: { readonly title: string; readonly nothing?: number },
): Drawing {
  const ends = rows.flatMap(({ low, high }) => [low, high]);
  const [least, most] = [Math.min(nothing, ...ends), Math.max(nothing, ...ends)];
  const margin = 0.06 * (most - least || 1);
  return {
    title,
    size: forestSize(rows.length),
    option: {
      grid: { left: 240, right: 24, top: 10, bottom: 36 },
      xAxis: {
        type: 'value',
        min: least - margin,
        max: most + margin,
        axisLabel: { color: palette.soft, formatter: (value: number) => String(Number(value.toPrecision(3))) },
        splitLine: { lineStyle: { color: palette.line } },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: rows.map(({ label }) => label),
        axisLabel: { color: palette.ink, width: 224, overflow: 'truncate' },
        axisLine: { show: false },
        axisTick: { show: false },
      },
      series: [
        {
          type: 'custom',
          silent: true,
          data: rows.map(({ estimate, low, high, weight }, at) => [at, estimate, low, high, weight ?? -1]),
          renderItem: (_: unknown, api: Api) => ({ type: 'group', children: rowOf(api, palette) }),
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: { color: palette.soft, type: 'dashed' },
            data: [{ xAxis: nothing }],
          },
        },
      ],
    },
  };
}

function rowOf(api: Api, palette: Palette): readonly object[] {
  const row = api.value(0);
  const weight = api.value(4);
  const place = (dimension: number): readonly [number, number] => api.coord([api.value(dimension), row]);
  const [x, y] = place(1);
  const [low] = place(2);
  const [high] = place(3);
  if (weight < 0) {
    const points = [
      [low, y],
      [x, y - 9],
      [high, y],
      [x, y + 9],
    ];
    return [{ type: 'polygon', shape: { points }, style: { fill: palette.second } }];
  }
  const side = 5 + 13 * Math.sqrt(weight / 100);
  return [
    { type: 'line', shape: { x1: low, y1: y, x2: high, y2: y }, style: { stroke: palette.ink, lineWidth: 1.5 } },
    {
      type: 'rect',
      shape: { x: x - side / 2, y: y - side / 2, width: side, height: side },
      style: { fill: palette.main },
    },
  ];
}
