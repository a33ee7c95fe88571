import { assert } from '../../base/index.ts';
import { type Column, dimensionCode, type Field, measureStep, type Policy } from '../../policy/index.ts';
import { type FieldValue, fieldValue } from './field-value.ts';
import type { Reading } from './reading.ts';

/** Turns a header into what one column stores: a dimension's code or a measure's step. */
export type ColumnTransform = (header: Reading) => number;

/** The transform of each column that headers fill, by keyword. */
export function columnTransforms(policy: Policy): ReadonlyMap<string, ColumnTransform> {
  const staged = [...policy.columns].filter(([, column]) => !isDerived(column));
  return new Map(staged.map(([keyword, column]) => [keyword, columnTransform(policy, column)]));
}

function isDerived(column: Column): boolean {
  return column.kind === 'measure' && column.derived !== undefined;
}

function columnTransform(policy: Policy, column: Column): ColumnTransform {
  const read = fieldValue(column.field, vocabularyOf(policy, column.field));
  return (header) => stored(column, read(header));
}

function vocabularyOf(policy: Policy, field: Field) {
  return field.vocabulary === undefined ? undefined : policy.document.vocabularies[field.vocabulary];
}

/**
 * In a dimension what isn't listed is OTHER; in a measure the nearest step of the grid, ties up, and what lies outside
 * the range is MISSING. What is absent or can't be read is MISSING in both.
 */
function stored(column: Column, value: FieldValue): number {
  if (column.kind === 'dimension') {
    return value === undefined ? column.missingCode : (dimensionCode(column, String(value)) ?? column.otherCode);
  }
  assert(typeof value !== 'string', 'the policy rules give a range to numbers only');
  return (value === undefined ? undefined : measureStep(column, value)) ?? column.missingStep;
}
