import type { By, Cohort, Condition, Matcher, Query, Weighted } from '../../../src/contract/index.ts';
import type { Column, Policy } from '../../../src/policy/index.ts';
import type { Dice } from './random.ts';

/** A random question that the policy answers: every shape of the language, up to a few levels deep. */
export function randomQuery(policy: Policy, dice: Dice): Query {
  const count = { count: dice.one(['patients', 'patients', 'studies', 'series', 'instances'] as const) };
  return { ...(dice.chance(0.5) ? count : randomMeasures(policy, dice)), ...randomRest(policy, dice) };
}

function randomRest(policy: Policy, dice: Dice): Omit<Query, keyof Weighted | 'measures'> {
  const by = randomBy(policy, dice);
  return {
    ...(dice.chance(0.6) ? { cohort: randomCohort(policy, dice, 2) } : {}),
    ...(dice.chance(0.6) ? { where: randomCondition(policy, dice, 2) } : {}),
    ...(by.length > 0 ? { by } : {}),
    blocks: dice.some([2024, 2025, 2026], 1 + dice.below(3)),
    epsilon: dice.one(['0.01', '0.5', '1', '2']),
  };
}

/** One measure of a number, or several measures together, none of them twice. */
function randomMeasures(policy: Policy, dice: Dice): Omit<Weighted, 'weight'> | Pick<Query, 'measures'> {
  if (dice.chance(0.7)) {
    return randomMeasure(policy, dice);
  }
  const kinds = dice.some(['count', 'sum', 'mean', 'variance', 'moments'] as const, 2 + dice.below(2));
  const measures = kinds.map((kind): Weighted => {
    const weight = dice.chance(0.3) ? { weight: 1 + dice.below(5) } : {};
    return kind === 'count'
      ? { count: dice.one(['patients', 'studies', 'series', 'instances'] as const), ...weight }
      : { ...measureOf(kind, policy, dice), ...weight };
  });
  return { measures };
}

function randomMeasure(policy: Policy, dice: Dice): Omit<Weighted, 'weight'> {
  return measureOf(dice.one(['sum', 'mean', 'variance', 'quantiles', 'histogram', 'moments'] as const), policy, dice);
}

function measureOf(
  kind: 'sum' | 'mean' | 'variance' | 'quantiles' | 'histogram' | 'moments',
  policy: Policy,
  dice: Dice,
): Omit<Weighted, 'weight'> {
  const numbers = [...policy.columns.values()].flatMap((column) =>
    column.kind === 'measure' && column.field.role !== 'filter' ? [column] : [],
  );
  const reducing = {
    ...(dice.chance(0.4) ? { per: dice.one(['patient', 'study'] as const) } : {}),
    ...(dice.chance(0.6) ? { reduce: dice.one(['first', 'min', 'max', 'mean'] as const) } : {}),
  };
  const column = dice.one(numbers);
  const { keyword: field } = column.field;
  const clamp = (of: typeof column): { clamp?: [number, number] } => {
    const [low = 0, high = 0] = dice.some(gridOf(of), 2).sort((a, b) => a - b);
    return dice.chance(0.4) ? { clamp: [low, high] } : {};
  };
  switch (kind) {
    case 'moments': {
      const fields = dice.some(numbers, 2).map((one) => ({ field: one.field.keyword, ...clamp(one) }));
      return { moments: { fields, ...reducing } };
    }
    case 'histogram': {
      const bins = dice.some(gridOf(column), 2 + dice.below(5)).sort((a, b) => a - b);
      const own = column.field.range?.bins !== undefined && dice.chance(0.3) ? {} : { bins };
      return { histogram: { field, ...reducing, ...own } };
    }
    case 'quantiles':
      return {
        quantiles: { field, ...reducing, ...clamp(column), ...(dice.chance(0.5) ? { at: ['0.1', '0.9'] } : {}) },
      };
    default: {
      const plain = column.field.range?.bins !== undefined && dice.chance(0.2);
      return { [kind]: plain ? field : { field, ...reducing, ...clamp(column) } };
    }
  }
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
