import type { Field, Policy, Range } from '../../../src/policy/index.ts';
import type { Recorded } from './record.ts';
import { compared, divided, type Fraction, fraction, spelled, steps } from './reference-number.ts';
import { age } from './reference-time.ts';
import { bare, firstHeld, nth, type Value } from './reference-value.ts';
import { wordOf } from './reference-word.ts';

// What columns have to hold, worked out a second time: from the raw values that dcmdump prints and the words of the
// policy document, without the product's transforms, vocabularies or arithmetic.

/** A listed value, OTHER or MISSING of a dimension; the whole number of steps of a measure, or MISSING. */
export type Expected = string | number;

const OTHER = 'OTHER';
const MISSING = 'MISSING';

/** What each column that headers fill has to hold for the file on record. */
export function expectedRow(recorded: Recorded, { document }: Policy): Readonly<Record<string, Expected>> {
  const stored = document.fields.filter(({ role }) => role !== 'key' && role !== 'dropped');
  const fromHeaders = stored.filter(({ transform }) => transform.kind !== 'derived');
  return Object.fromEntries(fromHeaders.map((field) => [field.keyword, expectedValue(field, recorded, document)]));
}

type Document = Policy['document'];

function expectedValue(field: Field, recorded: Recorded, { vocabularies }: Document): Expected {
  const { vocabulary, range, transform } = field;
  if (range !== undefined) {
    const number = transform.kind === 'age' ? ageOf(recorded, transform.topCode) : numberOf(field, recorded);
    return number === undefined ? MISSING : onGrid(number, range);
  }
  const listed = vocabulary === undefined ? undefined : vocabularies[vocabulary];
  if (listed === undefined) {
    throw new Error(`${field.keyword} has neither a range nor a vocabulary`);
  }
  const word = wordOf(field, firstHeld(field, recorded)?.text, listed);
  return word === undefined ? MISSING : listed.values.includes(word) ? word : OTHER;
}

function ageOf(recorded: Recorded, topCode: number): Fraction | undefined {
  const [said, born, studied] = ['0010,1010', '0010,0030', '0008,0020'].map((key) => nth(recorded[key]?.slice(3), 1));
  const years = age(said, born, studied);
  return years === undefined ? undefined : { numerator: BigInt(Math.min(years, topCode)), denominator: 1n };
}

const GAUSS_FROM: Fraction = { numerator: 50n, denominator: 1n };
const BECQUEREL_FROM: Fraction = { numerator: 20_000n, denominator: 1n };

function numberOf(field: Field, recorded: Recorded): Fraction | undefined {
  const { transform } = field;
  const number = rawNumber(firstHeld(field, recorded));
  const isZero = number?.numerator === 0n;
  switch (transform.kind) {
    case 'decimal':
      return isZero && transform.zeroIsMissing ? undefined : number;
    case 'tesla':
      return isZero ? undefined : scaled(number, { from: GAUSS_FROM, units: 10_000n });
    case 'megabecquerel':
      return isZero ? undefined : scaled(number, { from: BECQUEREL_FROM, units: 1_000_000n });
    default:
      throw new Error(`${field.keyword}: the reference knows no number for ${transform.kind}`);
  }
}

/** Of an element the first value, of a report's concept the largest. */
function rawNumber(value: Value | undefined): Fraction | undefined {
  if (value === undefined) {
    return undefined;
  }
  const parts = value.concept ? value.text.split('\\') : [nth(value.text, 1) ?? ''];
  const numbers = parts.map((part) => spelled(value.vr, bare(part))).filter((number) => number !== undefined);
  return numbers.sort(compared).at(-1);
}

function scaled(number: Fraction | undefined, by: { from: Fraction; units: bigint }): Fraction | undefined {
  return number !== undefined && compared(number, by.from) >= 0 ? divided(number, by.units) : number;
}

/** The nearest step of the grid; what lies outside isn't believed. */
function onGrid(number: Fraction, { min, max, step }: Range): Expected {
  const [least, most, unit] = [min, max, step].map((each) => fraction(String(each)));
  if (least === undefined || most === undefined || unit === undefined) {
    throw new Error('a range has numbers');
  }
  return compared(number, least) < 0 || compared(number, most) > 0 ? MISSING : steps(number, unit);
}
