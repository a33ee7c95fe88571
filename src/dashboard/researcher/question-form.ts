import { Cohort, type Condition, Draft, type Matcher } from '../../contract/index.ts';
import type { BuilderField, Wanted } from './desk.ts';

/** The fields of a form, as they came. */
export interface Fields {
  one(name: string): string | undefined;
  all(name: string): readonly string[];
}

/** How many conditions the form has room for. */
export const ROWS = 6;
/** What is asked for, in the form's words; the second word of a count is what is counted. */
export const KINDS = [
  'count patients',
  'count studies',
  'count series',
  'count instances',
  'sum',
  'mean',
  'variance',
  'quantiles',
  'histogram',
] as const;
/** Of what a condition is one: of the rows that count, or of what a patient has anywhere. */
const PARTS = ['rows', 'has-a', 'has-b', 'without'] as const;

/** A question, or the fields of the form that are to be mended with a name of why. */
export type Read = { readonly wanted: Wanted } | { readonly errors: Readonly<Record<string, FormError>> };
export type FormError = 'field-needed' | 'number-needed' | 'not-a-question' | 'not-listed';

/** Reads the form. What the sites think of the question, they say themselves. */
export function readQuestion(form: Fields, fields: readonly BuilderField[]): Read {
  const errors: Record<string, FormError> = {};
  const conditions = rowsOf(form, fields, errors);
  const measure = measureOf(form, fields, errors);
  const parsed = Draft.safeParse({
    ...measure,
    ...whereOf(conditions.filter(({ part }) => part === 'rows')),
    ...cohortOf(conditions),
    ...byOf(form),
    ...precisionOf(form),
  });
  if (!parsed.success && Object.keys(errors).length === 0) {
    errors.form = 'not-a-question';
  }
  return !parsed.success || Object.keys(errors).length > 0
    ? { errors }
    : { wanted: { draft: parsed.data, sites: form.all('sites'), total: form.one('total') === 'yes' } };
}

interface Row {
  readonly part: string;
  readonly condition: Condition;
}

function rowsOf(form: Fields, fields: readonly BuilderField[], errors: Record<string, FormError>): readonly Row[] {
  return Array.from({ length: ROWS }, (_, at) => at + 1).flatMap((row) => {
    const name = form.one(`f${row}`) ?? '';
    if (name === '') {
      return [];
    }
    const field = fields.find((one) => one.name === name);
    const matcher = field && matcherOf(form, row, field);
    if (matcher === undefined) {
      errors[`f${row}`] = field === undefined ? 'not-listed' : 'number-needed';
      return [];
    }
    const leaf: Condition = { [name]: matcher };
    const part = PARTS.find((one) => one === form.one(`p${row}`)) ?? 'rows';
    return [{ part, condition: form.one(`o${row}`) === 'not' ? { not: leaf } : leaf }];
  });
}

function matcherOf(form: Fields, row: number, { values, range }: BuilderField): Matcher | undefined {
  if (range !== undefined) {
    const [low, high] = [numberIn(form.one(`l${row}`), range.low), numberIn(form.one(`h${row}`), range.high)];
    return low === undefined || high === undefined ? undefined : { between: [low, high] };
  }
  const chosen = form.all(`v${row}`).filter((value) => values?.includes(value));
  return chosen.length === 0 ? undefined : chosen.length === 1 ? chosen[0] : [...chosen];
}

/** A number as it was typed; what is left out is the end of the field's own range. */
function numberIn(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined || text.trim() === '') {
    return otherwise;
  }
  const value = Number(text.replace(',', '.'));
  return Number.isFinite(value) ? value : undefined;
}

function allOf(conditions: readonly Condition[]): Condition | undefined {
  return conditions.length > 1 ? { all: conditions } : conditions[0];
}

function whereOf(rows: readonly Row[]): { where?: Condition } {
  const where = allOf(rows.map(({ condition }) => condition));
  return where === undefined ? {} : { where };
}

function cohortOf(rows: readonly Row[]): { cohort?: Cohort } {
  const has = (part: string): Cohort[] => {
    const condition = allOf(rows.filter((row) => row.part === part).map((row) => row.condition));
    return condition === undefined ? [] : [part === 'without' ? { not: { has: condition } } : { has: condition }];
  };
  const parts = ['has-a', 'has-b', 'without'].flatMap(has);
  const [only] = parts;
  return only === undefined ? {} : { cohort: Cohort.parse(parts.length === 1 ? only : { all: parts }) };
}

function measureOf(form: Fields, fields: readonly BuilderField[], errors: Record<string, FormError>): object {
  const [kind = 'count', counted = 'patients'] = (KINDS.find((one) => one === form.one('kind')) ?? KINDS[0]).split(' ');
  if (kind === 'count') {
    return { count: counted };
  }
  const field = fields.find(({ name, range }) => name === form.one('of') && range !== undefined);
  if (field?.range === undefined) {
    errors.of = 'field-needed';
    return {};
  }
  const [low, high] = [numberIn(form.one('low'), field.range.low), numberIn(form.one('high'), field.range.high)];
  if (low === undefined || high === undefined) {
    errors.low = 'number-needed';
    return {};
  }
  const isNarrowed = kind !== 'histogram' && (low !== field.range.low || high !== field.range.high);
  return { [kind]: isNarrowed ? { field: field.name, clamp: [low, high] } : field.name };
}

function byOf(form: Fields): object {
  const by = [...new Set(['by1', 'by2'].map((name) => form.one(name) ?? '').filter(Boolean))];
  return by.length === 0 ? {} : { by };
}

function precisionOf(form: Fields): object {
  if (form.one('aim') === 'accuracy') {
    return { accuracy: { halfWidth: Number(form.one('halfWidth')), confidence: '0.95' } };
  }
  return { epsilon: (form.one('epsilon') ?? '0.5').trim().replace(',', '.') };
}

/** The form's fields as a query, in one order, without the token that changes. */
export function queryOf(form: URLSearchParams): string {
  const kept = new URLSearchParams([...form].filter(([name, value]) => value !== '' && !HIDDEN.includes(name)));
  return kept.toString();
}

const HIDDEN = ['csrf', 'do', 'name', 'more'];

/** Fields that stand in a query. */
export function fieldsIn(query: URLSearchParams): Fields {
  return { one: (name) => query.get(name) ?? undefined, all: (name) => query.getAll(name) };
}
