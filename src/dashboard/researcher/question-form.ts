import { Cohort, type Condition, Draft, type Matcher } from '../../contract/index.ts';
import type { BuilderField, Wanted } from './desk.ts';

/** The fields of a form, as they came. */
export interface Fields {
  one(name: string): string | undefined;
  all(name: string): readonly string[];
}

/** A form that came in an address, where anything can stand. */
export interface AddressFields extends Fields {
  readonly names: readonly string[];
}

/** What a form can choose from. */
export interface Choices {
  readonly fields: readonly BuilderField[];
  /** Left out where they aren't known now; who is asked then says which it doesn't know. */
  readonly sites?: readonly string[] | undefined;
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
export type FormError =
  | 'field-needed'
  | 'number-needed'
  | 'not-a-question'
  | 'not-listed'
  | 'not-a-choice'
  | 'not-a-value'
  | 'not-a-part'
  | 'not-narrowed'
  | 'no-such-site'
  | 'named-twice';

/** Reads the form; nothing in it is left out without a word. What the sites think of the question, they say themselves. */
export function readQuestion(form: AddressFields, { fields, sites }: Choices): Read {
  const errors: Record<string, FormError> = strangeParts(form);
  const named = [...new Set(form.all('sites'))];
  if (sites !== undefined && !named.every((site) => sites.includes(site))) {
    errors.sites = 'no-such-site';
  }
  const conditions = rowsOf(form, fields, errors);
  const measure = measureOf(form, fields, errors);
  const total = choiceIn(form, { name: 'total', of: ['', 'yes'], errors }) === 'yes';
  const parsed = Draft.safeParse({
    ...measure,
    ...whereOf(conditions.filter(({ part }) => part === 'rows')),
    ...cohortOf(conditions),
    ...byOf(form, fields, errors),
    ...precisionOf(form, errors),
  });
  if (!parsed.success && Object.keys(errors).length === 0) {
    errors[placeOf(parsed.error.issues[0]?.path[0])] = 'not-a-question';
  }
  return !parsed.success || Object.keys(errors).length > 0
    ? { errors }
    : { wanted: { draft: parsed.data, sites: named, total } };
}

/** The field of the form that holds this part of a question; the form as a whole, where none does. */
function placeOf(part: PropertyKey | undefined): string {
  return part === 'epsilon' ? part : part === 'accuracy' ? 'halfWidth' : 'form';
}

interface Choosing<Choice extends string> {
  readonly name: string;
  /** What can be chosen; the first where nothing is said. */
  readonly of: readonly [Choice, ...Choice[]];
  readonly errors: Record<string, FormError>;
  /** The field that an error is shown at, if another. */
  readonly at?: string;
}

function choiceIn<Choice extends string>(form: Fields, { name, of, errors, at }: Choosing<Choice>): Choice {
  const text = form.one(name) ?? '';
  const found = text === '' ? of[0] : of.find((one) => one === text);
  if (found === undefined) {
    errors[at ?? name] = 'not-a-choice';
  }
  return found ?? of[0];
}

interface Row {
  readonly part: string;
  readonly condition: Condition;
}

function rowsOf(form: Fields, fields: readonly BuilderField[], errors: Record<string, FormError>): readonly Row[] {
  return Array.from({ length: ROWS }, (_, at) => at + 1).flatMap((row) => {
    const at = `f${row}`;
    const name = form.one(at) ?? '';
    if (name === '') {
      // The form itself sends every row with its field, which may be empty.
      if (form.one(at) === undefined && ['v', 'l', 'h'].some((letter) => form.one(`${letter}${row}`))) {
        errors[at] = 'field-needed';
      }
      return [];
    }
    const field = fields.find((one) => one.name === name);
    const matcher = field && matcherOf(form, row, field);
    if (matcher === undefined) {
      errors[at] = field === undefined ? 'not-listed' : 'number-needed';
      return [];
    }
    return [rowOf(form, { row, leaf: { [name]: matcher }, values: field?.values, errors })];
  });
}

interface Reading {
  readonly row: number;
  readonly leaf: Condition;
  readonly values: readonly string[] | undefined;
  readonly errors: Record<string, FormError>;
}

function rowOf(form: Fields, { row, leaf, values, errors }: Reading): Row {
  const at = `f${row}`;
  const part = choiceIn(form, { name: `p${row}`, of: PARTS, errors, at });
  const operator = choiceIn(form, { name: `o${row}`, of: ['is', 'not'], errors, at });
  if (values !== undefined && !form.all(`v${row}`).every((value) => values.includes(value))) {
    errors[at] = 'not-a-value';
  }
  return { part, condition: operator === 'not' ? { not: leaf } : leaf };
}

function matcherOf(form: Fields, row: number, { values, range }: BuilderField): Matcher | undefined {
  if (range !== undefined) {
    const [low, high] = [numberIn(form.one(`l${row}`), range.low), numberIn(form.one(`h${row}`), range.high)];
    return low === undefined || high === undefined ? undefined : { between: [low, high] };
  }
  const chosen = form.all(`v${row}`).filter((value) => values?.includes(value));
  return chosen.length === 0 ? undefined : chosen.length === 1 ? chosen[0] : [...chosen];
}

/** Three digits behind a mark may be thousands to who wrote them; no field has steps as fine as thousandths. */
const GROUPED = /^[-+]?[1-9]\d{0,2}([.,]\d{3})+$/;

/** A number as it was typed; what is left out is the end of the field's own range. */
function numberIn(text: string | undefined, otherwise: number): number | undefined {
  const typed = text?.trim() ?? '';
  if (typed === '') {
    return otherwise;
  }
  const value = GROUPED.test(typed) ? Number.NaN : Number(typed.replace(',', '.'));
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
  const [kind = 'count', counted = 'patients'] = choiceIn(form, { name: 'kind', of: KINDS, errors }).split(' ');
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
  const isNarrowed = low !== field.range.low || high !== field.range.high;
  if (isNarrowed && kind === 'histogram') {
    errors.low = 'not-narrowed';
  }
  return { [kind]: isNarrowed ? { field: field.name, clamp: [low, high] } : field.name };
}

function byOf(form: Fields, fields: readonly BuilderField[], errors: Record<string, FormError>): object {
  const by = ['by1', 'by2'].flatMap((at) => {
    const name = form.one(at) ?? '';
    if (name !== '' && !fields.some((field) => field.name === name)) {
      errors[at] = 'not-listed';
    }
    return name === '' ? [] : [name];
  });
  if (by.length > new Set(by).size) {
    errors.by2 = 'named-twice';
  }
  return by.length === 0 ? {} : { by };
}

function precisionOf(form: Fields, errors: Record<string, FormError>): object {
  if (choiceIn(form, { name: 'aim', of: ['epsilon', 'accuracy'], errors }) === 'accuracy') {
    // Digits alone: a mark among them may part thousands, and what is read here is signed.
    const typed = (form.one('halfWidth') ?? '').trim();
    return { accuracy: { halfWidth: /^\d+$/.test(typed) ? Number(typed) : Number.NaN, confidence: '0.95' } };
  }
  return { epsilon: (form.one('epsilon') ?? '0.5').trim().replace(',', '.') };
}

/** Parts of an address that the form hasn't got, and those of which there can be one and that are there several times. */
function strangeParts(form: AddressFields): Record<string, FormError> {
  const names = [...new Set(form.names)];
  const strange = names.filter((name) => !PART.test(name)).map((name) => [name, 'not-a-part'] as const);
  const twice = names.filter((name) => !MANY.test(name) && form.all(name).length > 1);
  return Object.fromEntries([...strange, ...twice.map((name) => [name, 'named-twice'] as const)]);
}

const PART = new RegExp(
  `^(kind|of|low|high|by[12]|[fpolhv][1-${ROWS}]|aim|epsilon|halfWidth|sites|total|price|project|keyFile|csrf|do|name|more)$`,
);
const MANY = new RegExp(`^(sites|v[1-${ROWS}])$`);

/** The form's fields as a query, in one order, without the token that changes. */
export function queryOf(form: URLSearchParams): string {
  const kept = new URLSearchParams([...form].filter(([name, value]) => value !== '' && !HIDDEN.includes(name)));
  return kept.toString();
}

const HIDDEN = ['csrf', 'do', 'name', 'more'];

/** Fields that stand in a query. */
export function fieldsIn(query: URLSearchParams): AddressFields {
  return {
    one: (name) => query.get(name) ?? undefined,
    all: (name) => query.getAll(name),
    names: [...query.keys()],
  };
}
