import { decimalsOf } from '../../shown/index.ts';
import type { Interval, MetaAnalysis, SiteEffect } from '../../statistics/index.ts';
import type { Measured } from './effects.table.ts';

/** One line of a forest plot: a site, or all of them together. */
export interface ForestRow {
  readonly label: string;
  readonly estimate: number;
  readonly ci: Interval;
  /** Percent of the estimate; `undefined` for the line of all sites. */
  readonly weight: number | undefined;
}

/** A forest plot before it is drawn. */
export interface Forest {
  readonly rows: readonly ForestRow[];
  readonly together: ForestRow;
  /** Where another site's true effect is expected. */
  readonly pi: Interval | null;
  /** What the axis spans. */
  readonly axis: Interval;
  /** Round numbers on it. */
  readonly ticks: readonly number[];
  readonly confidence: string;
  readonly measure: Measured | undefined;
}

/** What a plot shows: effects, their analysis, and the half-width of an interval of one standard error at the confidence. */
export interface ForestInput {
  readonly sites: readonly SiteEffect[];
  readonly analysis: MetaAnalysis;
  readonly critical: number;
  readonly confidence: string;
  readonly measure: Measured | undefined;
}

/** Sites' effects with intervals from sampling and noise, then the estimate of all. 0 is always on the axis. */
export function forestOf({ sites, analysis, critical, confidence, measure }: ForestInput): Forest {
  const rows = sites.map(({ label, effect, samplingVariance, noiseVariance }, at) => {
    const by = critical * Math.sqrt(samplingVariance + noiseVariance);
    return {
      label,
      estimate: effect,
      ci: [effect - by, effect + by] as const,
      weight: 100 * (analysis.weights[at] ?? 0),
    };
  });
  const together = { label: 'All sites', estimate: analysis.estimate, ci: analysis.ci, weight: undefined };
  const shown = [...rows, together].flatMap(({ ci }) => ci).concat(analysis.pi ?? [], 0);
  const ticks = ticksOver(Math.min(...shown), Math.max(...shown));
  const axis = [Math.min(...shown, ...ticks), Math.max(...shown, ...ticks)] as const;
  return { rows, together, pi: analysis.pi, axis, ticks, confidence, measure };
}

const TICKS = 5;

/** Multiples of 1, 2 or 5 times a power of ten, about five of them. */
function ticksOver(low: number, high: number): readonly number[] {
  const rough = (high - low || 1) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : rough / power < 7.5 ? 5 : 10);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, at) => (first + at) * step);
}

/** Where a number stands on the axis, from 0 to 1. */
export function placeOn([low, high]: Interval, value: number): number {
  return (value - low) / (high - low || 1);
}

const DECIMALS = 3;
const DECIMALS_MAX = 15;

/** A number as plots and tables show it: to three decimals, or to a hundredth of the width of its interval where those are too few. */
export function shown(value: number, [low, high]: Interval = [0, 0]): string {
  const decimals = high > low ? Math.min(decimalsOf([low, high]), DECIMALS_MAX) : DECIMALS;
  if (decimals > DECIMALS) {
    return value.toFixed(decimals);
  }
  const digits = value !== 0 && Math.abs(value) < 0.01 ? value.toPrecision(3) : value.toFixed(DECIMALS);
  return Number(digits) === 0 ? '0.000' : digits;
}

/** An interval as plots and tables show it. */
export function rangeText(interval: Interval): string {
  return `[${interval.map((end) => shown(end, interval)).join(', ')}]`;
}
