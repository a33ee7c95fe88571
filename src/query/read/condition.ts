import type { Cohort, Condition, Matcher } from '../../contract/index.ts';
import { ceilStep, type Dimension, dimensionCode, floorStep, type Measure, MISSING } from '../../policy/index.ts';
import type { CohortNode, RowLeaf, RowNode } from '../nodes.ts';
import { raise, unknownValue } from '../objection.ts';
import type { Fields } from './fields.ts';

/** Reads a condition on rows. Raises an objection for any field, value or shape that the policy doesn't know. */
export function readCondition(condition: Condition, fields: Fields): RowNode {
  if (isBranch(condition, 'all')) {
    return { kind: 'all', of: condition.all.map((child) => readCondition(child, fields)) };
  }
  if (isBranch(condition, 'any')) {
    return { kind: 'any', of: condition.any.map((child) => readCondition(child, fields)) };
  }
  if (isNegation(condition)) {
    return { kind: 'not', of: readCondition(condition.not, fields) };
  }
  const leaves = Object.entries(condition).map(([field, matcher]) => readLeaf(field, matcher, fields));
  return { kind: 'all', of: leaves.map((leaf) => ({ kind: 'leaf', leaf })) };
}

/** Reads a condition on patients, as `readCondition` does. */
export function readCohort(cohort: Cohort, fields: Fields): CohortNode {
  if ('all' in cohort) {
    return { kind: 'all', of: cohort.all.map((child) => readCohort(child, fields)) };
  }
  if ('any' in cohort) {
    return { kind: 'any', of: cohort.any.map((child) => readCohort(child, fields)) };
  }
  if ('not' in cohort) {
    return { kind: 'not', of: readCohort(cohort.not, fields) };
  }
  return { kind: 'leaf', leaf: { has: readCondition(cohort.has, fields) } };
}

// Field names begin with a capital, so `all`, `any` and `not` are never fields.

type Branch<Key extends 'all' | 'any'> = { readonly [K in Key]: readonly Condition[] };

function isBranch<Key extends 'all' | 'any'>(condition: Condition, key: Key): condition is Branch<Key> & Condition {
  return key in condition;
}

function isNegation(condition: Condition): condition is { readonly not: Condition } {
  return 'not' in condition;
}

function readLeaf(field: string, matcher: Matcher, fields: Fields): RowLeaf {
  const column = fields.column(field);
  if (typeof matcher === 'object' && 'between' in matcher) {
    const [low, high] = matcher.between;
    return column.kind === 'measure' ? rangeOf(column, low, high) : numericCodes(column, low, high);
  }
  const values = Array.isArray(matcher) ? matcher : [matcher];
  return column.kind === 'measure'
    ? { test: 'steps', column, steps: sortedOnce(values.map((value) => stepOf(column, value))) }
    : { test: 'codes', column, codes: sortedOnce(values.map((value) => codeOf(column, value))) };
}

function codeOf(column: Dimension, value: string | number): number {
  const { keyword } = column.field;
  if (value === MISSING) {
    const sentence = `${keyword} can't be asked to be MISSING: an absent value matches nothing; group by ${keyword} instead.`;
    return raise('unknown-value', sentence);
  }
  const text = String(value);
  return dimensionCode(column, text) ?? unknownValue(keyword, text, listed(column));
}

function stepOf(column: Measure, value: string | number): number {
  const { keyword } = column.field;
  if (value === MISSING) {
    const sentence = `${keyword} can't be asked to be MISSING: an absent value matches nothing; group by ${keyword} instead.`;
    return raise('unknown-value', sentence);
  }
  if (typeof value === 'string') {
    return raise('unknown-value', `${keyword} is a number; write it without quotes.`);
  }
  return onGrid(column, value) ?? raise('unknown-value', `${keyword} has no such value; ${gridOf(column)}.`);
}

/** The step that stands for exactly `value`, if there is one. */
export function onGrid(column: Measure, value: number): number | undefined {
  const { range } = column.field;
  const step = ceilStep(column, value);
  const isInside = range !== undefined && value >= range.min && value <= range.max;
  return isInside && step !== undefined && step === floorStep(column, value) ? step : undefined;
}

/** “it runs from 0 to 90 years in steps of 1” */
export function gridOf({ field, step, unit }: Measure): string {
  return `it runs from ${field.range?.min} to ${field.range?.max} ${unit} in steps of ${step}`;
}

function rangeOf(column: Measure, low: number, high: number): RowLeaf {
  const [lowStep, highStep] = [ceilStep(column, low), floorStep(column, high)];
  if (low > high || lowStep === undefined || highStep === undefined || lowStep > highStep) {
    return raise('unknown-value', `No value of ${column.field.keyword} lies in that range; ${gridOf(column)}.`);
  }
  return { test: 'range', column, low: lowStep, high: highStep };
}

/** A range over a dimension is for vocabularies of numbers, such as years, and stands for the values in it. */
function numericCodes(column: Dimension, low: number, high: number): RowLeaf {
  const { keyword } = column.field;
  const numbers = listed(column).map(Number);
  if (listed(column).some((value, at) => String(numbers[at]) !== value)) {
    return raise(
      'unsupported-shape',
      `${keyword} isn't a number, so no range of it can be asked for; list its values.`,
    );
  }
  const codes = numbers.flatMap((number, code) => (number >= low && number <= high ? [code] : []));
  if (codes.length === 0) {
    const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
    return raise('unknown-value', `No value of ${keyword} lies in that range; they run from ${first} to ${last}.`);
  }
  return { test: 'codes', column, codes };
}

/** A dimension's values without OTHER and MISSING. */
function listed({ values, otherCode }: Dimension): readonly string[] {
  return values.slice(0, otherCode);
}

function sortedOnce(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((left, right) => left - right);
}
