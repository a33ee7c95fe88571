import { dayText } from '../layout/moment.ts';
import { type Lang, writtenText } from '../texts/say.ts';
import type { Drawing, Palette } from './svg.ts';

const DAY_MS = 86_400_000;

/** What was left at the end of a day, and what that day took; days since 1970-01-01 UTC. */
export interface LeftAt {
  readonly day: number;
  readonly left: number;
  readonly spent: number;
}

export interface Burning {
  /** The oldest first; days on which nothing changed may be left out. */
  readonly days: readonly LeftAt[];
  readonly today: number;
  readonly cap: number;
  /** Nothing more is spent: no pace leads anywhere. */
  readonly isOver?: boolean;
}

const WINDOW_DAYS = 28;
const FAR_DAYS = 3_650;
/** A budget that is younger than this has no pace yet: what its first days took says little of the next. */
export const EARLY_DAYS = 7;

/** The day on which nothing is left if spending goes on as in the last four weeks; or why no day can be named. */
export function projectedEnd({ days, today, isOver = false }: Burning): number | 'too-early' | 'far' | 'over' {
  if (isOver) {
    return 'over';
  }
  const left = days.at(-1)?.left ?? 0;
  const age = today - (days[0]?.day ?? today) + 1;
  if (left <= 0 || age < EARLY_DAYS) {
    return left <= 0 ? today : 'too-early';
  }
  const recent = days.filter(({ day }) => day > today - WINDOW_DAYS);
  const spent = recent.reduce((sum, one) => sum + one.spent, 0);
  const more = left / (spent / Math.min(WINDOW_DAYS, age));
  return more < FAR_DAYS ? Math.ceil(today + more) : 'far';
}

export const BURN_SIZE = { width: 760, height: 260 } as const;

/** A projection further off than this is drawn as far as this. */
const AHEAD_DAYS = 366;

/** What is left, step by step, and where it leads if spending goes on. */
export function burnDown(
  burning: Burning,
  palette: Palette,
  { title, lang }: { readonly title: string; readonly lang: Lang },
): Drawing {
  const { days, today, cap } = burning;
  const left = days.at(-1)?.left ?? cap;
  const projected = projectedEnd(burning);
  const end = typeof projected === 'number' ? projected : today;
  const { day: first, left: then, spent } = days[0] ?? { day: today, left, spent: 0 };
  const shown = { min: Math.min(first, today), max: Math.max(today + 1, Math.min(end, today + AHEAD_DAYS)) };
  return {
    title,
    size: BURN_SIZE,
    option: {
      grid: { left: 64, right: 48, top: 16, bottom: 34 },
      xAxis: daysAxis(shown, palette, lang),
      yAxis: leftAxis(cap, palette, lang),
      series: [
        // The first day begins with what was there before it took anything: else a budget's first spending isn't seen.
        line([[first, then + spent], ...days.map((one) => [one.day, one.left]), [today + 1, left]], {
          step: 'end',
          lineStyle: { color: palette.main, width: 2.5 },
          areaStyle: { color: palette.rest, opacity: 0.5 },
        }),
        line(aheadOf({ today, left, end }), { lineStyle: { color: palette.second, width: 2, type: 'dashed' } }),
      ],
    },
  };
}

/** From today to where nothing is left, or as far as is drawn; nothing where no such day is known. */
function aheadOf({ today, left, end }: Readonly<Record<'today' | 'left' | 'end', number>>): readonly number[][] {
  if (end <= today) {
    return [];
  }
  const isCut = end > today + AHEAD_DAYS;
  return [
    [today, left],
    [Math.min(end, today + AHEAD_DAYS), isCut ? left * (1 - AHEAD_DAYS / (end - today)) : 0],
  ];
}

function line(data: readonly (readonly number[])[], more: object) {
  return { type: 'line', showSymbol: false, silent: true, data, ...more };
}

function daysAxis(shown: { readonly min: number; readonly max: number }, palette: Palette, lang: Lang) {
  return {
    type: 'value',
    ...shown,
    minInterval: 1,
    splitNumber: 5,
    axisLabel: {
      formatter: (day: number) => dayText({ lang }, day * DAY_MS),
      color: palette.soft,
      hideOverlap: true,
    },
    splitLine: { show: false },
    axisLine: { lineStyle: { color: palette.line } },
  };
}

function leftAxis(cap: number, palette: Palette, lang: Lang) {
  return {
    type: 'value',
    min: 0,
    max: cap,
    axisLabel: { formatter: (left: number) => writtenText({ lang }, String(left)), color: palette.soft },
    splitLine: { lineStyle: { color: palette.line } },
  };
}
