import type { Result } from '../report.ts';
import { ACTIONS, type Action, type Scored } from './score.ts';

/** Retention may miss one in a hundred; everything else nothing. */
const RETENTION: readonly Action[] = ['tag_retained', 'text_retained'];
const RETENTION_MIN = 99;

/** How much of an action was done right. */
export interface ActionScore {
  readonly action: Action;
  readonly n: number;
  readonly right: number;
}

/** Scores by action. */
export function actionScores(scored: readonly Scored[]): readonly ActionScore[] {
  return ACTIONS.map((action) => {
    const of = scored.filter((one) => one.action === action);
    return { action, n: of.length, right: of.filter(({ right }) => right).length };
  });
}

/** Scores as figures with their goals; an action that was never called for is no success. */
export function actionResults(scores: readonly ActionScore[], source = ''): readonly Result[] {
  return scores.map(({ action, n, right }) => {
    const value = n === 0 ? 0 : Number(((right / n) * 100).toFixed(3));
    const min = RETENTION.includes(action) ? RETENTION_MIN : 100;
    const key = `${source}action.${action}`;
    return { key, value, unit: '%', goal: min === 100 ? '100' : `≥ ${min}`, holds: value >= min };
  });
}

/** Wrong things by action and column, each with an example. */
export function misses(scored: readonly Scored[]): readonly string[] {
  const wrong = new Map<string, Scored[]>();
  for (const one of scored.filter(({ right }) => !right)) {
    const name = `${one.action}: ${one.column}`;
    wrong.set(name, [...(wrong.get(name) ?? []), one]);
  }
  return [...wrong].map(([name, all]) => {
    const example = all.find(({ detail }) => detail !== undefined)?.detail;
    return `${name}: ${all.length} wrong${example ? `, such as ${example}` : ''}`;
  });
}

/** Rows under headings, numbers to the right. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, at) => Math.max(heading.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (/^-?[\d.]+$/.test(cell) ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd();
  return [line(headings), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}
