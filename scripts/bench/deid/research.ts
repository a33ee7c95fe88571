import type { Column, Dimension, Measure, Policy, Vocabulary } from '../../../src/policy/index.ts';
import type { Charset } from './charsets.ts';
import type { Value } from './encode.ts';
import type { Random } from './random.ts';

// Values that a research column must keep: raw text as archives write it, and the code or step that must come of it.

/** A research value. */
export interface Research {
  readonly raw: Value;
  /** The same as people read it. */
  readonly written: string;
  readonly expected: number;
}

/** What text is written in. */
export interface Written {
  readonly vr: string;
  readonly random: Random;
  readonly charset: Charset;
}

/** A listed value of a dimension whose text is brought to a vocabulary; `undefined` when none fits the representation. */
export function listedValue(policy: Policy, column: Dimension, { vr, random, charset }: Written): Research | undefined {
  const vocabulary = vocabularyOf(policy, column);
  const fitting = ways(vocabulary, column.field.transform.kind).filter(({ text }) => fits(text, vr, charset));
  if (fitting.length === 0) {
    return undefined;
  }
  const { text, value } = random.pick(fitting);
  const lower = text.toLowerCase();
  // Not every capital has a small letter that leads back to it in the same set.
  const folds = lower.toUpperCase() === text && charset.encode(lower) !== undefined;
  const asWritten = PLAIN.has(vr) || !folds || random.chance(0.7) ? text : lower;
  return { raw: charset.encode(asWritten) ?? asWritten, written: asWritten, expected: codeOf(column, value) };
}

interface Way {
  readonly text: string;
  readonly value: string;
}

/** What scanners write around the words that count. */
const AROUND = ['AX', '3MM'];

function ways({ values, aliases = {}, rules = [] }: Vocabulary, kind: string): readonly Way[] {
  const known = Object.entries(aliases).map(([text, value]) => ({ text, value }));
  if (kind === 'sop-class') {
    return known;
  }
  // A rule counts only where no earlier one fits its own words and those around them.
  const clear = rules.filter(
    ({ words }, at) =>
      !rules.slice(0, at).some((earlier) => earlier.words.every((word) => [...AROUND, ...words].includes(word))),
  );
  const byRule = clear.map(({ words, value }) => ({ text: `${AROUND[0]} ${words.join(' ')} ${AROUND[1]}`, value }));
  return [...values.map((value) => ({ text: value, value })), ...known, ...byRule];
}

/** Words that a rule of the vocabulary looks for, with the value that it gives; `undefined` where there are no rules. */
export function ruleWords(policy: Policy, column: Dimension, { random, charset, vr }: Written): Way | undefined {
  const { rules = [] } = vocabularyOf(policy, column);
  const single = rules.filter(({ words }) => words.length === 1 && fits(words[0]!, vr, charset));
  const found = single.length === 0 ? undefined : random.pick(single);
  return found && { text: found.words.join(' '), value: found.value };
}

/** Representations whose text no character set applies to. */
const PLAIN = new Set(['CS', 'UI', 'AE', 'DS', 'IS']);

function fits(text: string, vr: string, charset: Charset): boolean {
  const max = { CS: 16, SH: 16, LO: 64, UI: 64 }[vr] ?? 64;
  const writable = PLAIN.has(vr) ? /^[\x20-\x7e]+$/.test(text) : charset.encode(text) !== undefined;
  return text.length <= max && writable && !text.includes('\\') && (vr !== 'UI' || /^[\d.]+$/.test(text));
}

function vocabularyOf({ document }: Policy, { field }: Dimension): Vocabulary {
  return document.vocabularies[field.vocabulary ?? '']!;
}

/** The code of a listed value. */
export function codeOf({ values }: Dimension, value: string): number {
  const code = values.indexOf(value);
  if (code < 0) {
    throw new RangeError('the policy lists no such value');
  }
  return code;
}

/** OTHER of a dimension, MISSING of a measure: what must come of text that is no value. */
export function nothingOf(column: Column): number {
  return column.kind === 'dimension' ? column.otherCode : column.missingStep;
}

/** What must come of an element that isn't there or can't be read. */
export function missingOf(column: Column): number {
  return column.kind === 'dimension' ? column.missingCode : column.missingStep;
}

/** What a number is written in. */
export type NumberWritten = Omit<Written, 'charset'>;

/** A number of a measure, up to 0.4 steps beside the step that it must come to. */
export function measured(column: Measure, written: NumberWritten): Research {
  const { minStep, maxStep } = column;
  return measuredAt(column, written.random.between(Math.max(1, minStep + 1), maxStep - 1), written);
}

/** A number of a measure near `step`. */
export function measuredAt(column: Measure, step: number, { vr, random }: NumberWritten): Research {
  const binary = !['DS', 'IS'].includes(vr);
  const whole = vr === 'IS' || vr === 'US' || vr === 'UL' || vr === 'SL' || vr === 'SS';
  const beside = (random.between(-4, 4) / 10) * column.step;
  const exact = step * column.step + (whole ? Math.trunc(beside) : beside);
  if (whole && !Number.isInteger(exact)) {
    throw new RangeError(`${column.field.keyword} has steps that ${vr} can't write`);
  }
  const number = asRaw(column, Number(exact.toFixed(6)), random);
  const text = decimalText(number, random);
  return { raw: binary ? { numbers: [number] } : text, written: text, expected: step };
}

/** The unit of the file, where it isn't the column's. */
function asRaw({ field }: Measure, number: number, random: Random): number {
  switch (field.transform.kind) {
    case 'tesla':
      return random.chance(0.3) && number > 0.01 ? Math.round(number * 10_000) : number;
    case 'megabecquerel':
      return number * 1_000_000;
    default:
      return number;
  }
}

function decimalText(number: number, random: Random): string {
  const plain = String(number);
  const padded = random.chance(0.2) && !plain.includes('e') && plain.includes('.') ? `${plain}00` : plain;
  return padded.length <= 16 ? padded : number.toPrecision(9);
}
