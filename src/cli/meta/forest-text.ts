import { table } from '../terminal/table.ts';
import { type Forest, type ForestRow, placeOn, rangeText, shown } from './forest.ts';

const COLUMNS = 49;

/** A forest plot in letters: ■ a site, ◆ all sites, ─ the interval, ┆ an effect of 0, ╌ where another site is expected. */
export function forestText(forest: Forest): string {
  const lines = [...forest.rows, forest.together].map((row) => [
    row.label,
    drawn(row, forest),
    `${shown(row.estimate, row.ci)} ${rangeText(row.ci)}`,
    row.weight === undefined ? '' : `${row.weight.toFixed(1)} %`,
  ]);
  return table(['site', axisText(forest), `effect [${forest.confidence} interval]`, 'weight'], lines);
}

function drawn({ estimate, ci, weight }: ForestRow, { axis, pi }: Forest): string {
  const cells = new Array<string>(COLUMNS).fill(' ');
  const at = (value: number): number => Math.round(placeOn(axis, value) * (COLUMNS - 1));
  const line = (from: number, to: number, letter: string): void => void cells.fill(letter, at(from), at(to) + 1);
  cells[at(0)] = '┆';
  if (weight === undefined && pi !== null) {
    line(pi[0], pi[1], '╌');
  }
  line(ci[0], ci[1], '─');
  cells[at(estimate)] = weight === undefined ? '◆' : '■';
  return cells.join('');
}

/** The ends of the axis, and 0 where it stands. */
function axisText({ axis }: Forest): string {
  const [low, high] = [shown(axis[0]), shown(axis[1])];
  return `${low}${high.padStart(COLUMNS - low.length)}`;
}
