import type { By, Cohort, Condition, Matcher, Query } from '../../../src/contract/index.ts';
import type { Column, Policy } from '../../../src/policy/index.ts';
import type { Dice } from './random.ts';

/** A random question that the policy answers: every shape of the language, up to a few levels deep. */
export function randomQuery(policy: Policy, dice: Dice): Query {
  const by = randomBy(policy, dice);
  return {
    count: dice.one(['patients', 'patients', 'studies', 'series', 'instances'] as const),
    ...(dice.chance(0.6) ? { cohort: randomCohort(policy, dice, 2) } : {}),
    ...(dice.chance(0.6) ? { where: randomCondition(policy, dice, 2) } : {}),
    ...(by.length > 0 ? { by } : {}),
    blocks: dice.some([2024, 2025, 2026], 1 + dice.below(3)),
    epsilon: dice.one(['0.01', '0.5', '1', '2']),
  };
}

export function randomCohort(policy: Policy, dice: Dice, depth: number): Cohort {
  const shape = depth === 0 ? 0 : dice.below(5);
  const children = (): Cohort[] =>
    Array.from({ length: 1 + dice.below(3) }, () => randomCohort(policy, dice, depth - 1));
  if (shape === 1) {
    return { all: children() };
  }
  if (shape === 2) {
    return { any: children() };
  }
  return shape === 3 ? { not: randomCohort(policy, dice, depth - 1) } : { has: randomCondition(policy, dice, depth) };
}

export function randomCondition(policy: Policy, dice: Dice, depth: number): Condition {
  const shape = depth === 0 ? 0 : dice.below(5);
  const children = (): Condition[] =>
    Array.from({ length: 1 + dice.below(3) }, () => randomCondition(policy, dice, depth - 1));
  if (shape === 1) {
    return { all: children() };
  }
  if (shape === 2) {
    return { any: children() };
  }
  if (shape === 3) {
    return { not: randomCondition(policy, dice, depth - 1) };
  }
  const columns = dice.some([...policy.columns], 1 + dice.below(2));
  return Object.fromEntries(columns.map(([keyword, column]) => [keyword, randomMatcher(column, dice)]));
}

function randomMatcher(column: Column, dice: Dice): Matcher {
  if (column.kind === 'dimension') {
    const values = column.values.slice(0, column.missingCode);
    const isNumeric = values.slice(0, column.otherCode).every((value) => String(Number(value)) === value);
    if (isNumeric && dice.chance(0.4)) {
      const [low = 0, high = 0] = dice.some(values.slice(0, -1).map(Number), 2).sort((a, b) => a - b);
      return { between: [low, high] };
    }
    return dice.chance(0.5) ? dice.one(values) : dice.some(values, 1 + dice.below(3));
  }
  const grid = gridOf(column);
  if (dice.chance(0.6)) {
    const [low = 0, high = 0] = dice.some(grid, 2).sort((a, b) => a - b);
    // Ends may lie beside the grid and beyond the range; what counts is what lies between.
    return { between: [low - dice.below(2) * 0.25, high + dice.below(3) * 0.25] };
  }
  return dice.chance(0.5) ? dice.one(grid) : dice.some(grid, 3);
}

function gridOf(column: Extract<Column, { kind: 'measure' }>): number[] {
  const steps = column.maxStep - column.minStep + 1;
  return Array.from({ length: steps }, (_, at) => (column.minStep + at) * column.step);
}

function randomBy(policy: Policy, dice: Dice): By[] {
  const usable = [...policy.columns.values()].filter(({ field }) => field.role !== 'filter');
  const by: By[] = [];
  let cells = 1;
  for (const column of dice.some(usable, dice.below(4))) {
    const { keyword: field } = column.field;
    const size = column.kind === 'dimension' ? column.values.length : 7;
    if (column.kind === 'measure') {
      const bins = dice.some(gridOf(column), 2 + dice.below(4)).sort((a, b) => a - b);
      by.push(column.field.range?.bins !== undefined && dice.chance(0.3) ? field : { field, bins });
      cells *= size;
    } else if (dice.chance(0.5) && cells * size <= 400) {
      by.push(field);
      cells *= size;
    } else {
      by.push({ field, values: dice.some(column.values, 1 + dice.below(4)) });
      cells *= 4;
    }
  }
  return cells > 400 ? by.slice(0, 1) : by;
}
