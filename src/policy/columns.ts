import { assert } from '../base/index.ts';
import { integerQuotient } from './decimal.ts';
import type { Field, PolicyDocument } from './document.ts';
import { type Column, type Dimension, type Measure, MISSING, OTHER } from './policy.ts';
import { isStored } from './stored.ts';

const CODES_MAX = 2 ** 16; // a code is a DuckDB UTINYINT or USMALLINT

/** The stored columns of a document that passed the rules, by keyword and in its order. */
export function columnsOf({ fields, vocabularies }: PolicyDocument): [string, Column][] {
  return fields.filter(isStored).map((field) => {
    const vocabulary = field.vocabulary === undefined ? undefined : vocabularies[field.vocabulary];
    return [field.keyword, vocabulary === undefined ? measureOf(field) : dimensionOf(field, vocabulary.values)];
  });
}

function dimensionOf(field: Field, listed: readonly string[]): Dimension {
  const values = [...listed, OTHER, MISSING];
  assert(values.length <= CODES_MAX, 'the shape keeps vocabularies shorter than there are codes');
  return { kind: 'dimension', field, values, otherCode: values.length - 2, missingCode: values.length - 1 };
}

function measureOf(field: Field): Measure {
  const { range, transform } = field;
  assert(range !== undefined, 'the rules give every stored field a vocabulary or a range');
  const minStep = stepOf(range.min, range.step);
  const { step, unit } = range;
  const derived = transform.kind === 'derived' ? transform.of : undefined;
  const maxStep = stepOf(range.max, step);
  return { kind: 'measure', field, minStep, maxStep, missingStep: minStep - 1, step, unit, derived };
}

function stepOf(x: number, step: number): number {
  const steps = integerQuotient(x, step);
  assert(steps !== undefined, 'the rules put the ends of every range on its grid');
  return Number(steps);
}
