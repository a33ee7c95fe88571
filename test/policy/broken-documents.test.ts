import { describe, expect, it } from 'vitest';
import { AssertionFailure, isSfumatoError } from '../../src/base/index.ts';
import { loadPolicy } from '../../src/policy/index.ts';
import { BROKEN } from './broken-documents.table.ts';
import { SMALL, smallPolicy, smallWith } from './small-policy.ts';

/** The message of the error that loading `text` ends in. */
function refusalOf(text: string): string {
  try {
    loadPolicy({ text, file: 'small.yaml' });
  } catch (error) {
    if (isSfumatoError(error, 'policy-invalid')) {
      return error.message;
    }
    throw error;
  }
  return 'it was loaded';
}

describe('a broken policy', () => {
  it('is what these tests break: the small document itself loads', () => {
    expect(refusalOf(SMALL)).toBe('it was loaded');
    expect(BROKEN.length).toBeGreaterThan(70);
  });

  it.each(BROKEN)('is refused in one sentence with its line: $what', ({ from, to, says }) => {
    expect(refusalOf(smallWith(from, to))).toBe(`small.yaml:${says}`);
  });

  it('is refused when a sum over the rows of its largest size could overflow 126 bits', () => {
    // R = 2·10⁹ steps, H = 10⁹: rowsMax·H² = rows·2²⁴·10¹⁸, and 2¹²⁶/(2²⁴·10¹⁸) lies between these two numbers of rows.
    const rowsMost = 5_070_602_400_912n;
    expect(rowsMost * 2n ** 24n * 10n ** 18n).toBeLessThan(2n ** 126n);
    expect((rowsMost + 1n) * 2n ** 24n * 10n ** 18n).toBeGreaterThanOrEqual(2n ** 126n);
    const wide = smallWith(
      'min: -0.3, max: 0.7, step: 0.1, unit: mm, bins: [-0.3, 0, 0.7]',
      'min: -100000000, max: 100000000, step: 0.1, unit: mm',
    );
    expect(refusalOf(wide.replace('value: 256', `value: ${rowsMost}`))).toBe('it was loaded');
    expect(refusalOf(wide.replace('value: 256', `value: ${rowsMost + 1n}`))).toBe(
      `small.yaml:124: ${rowsMost + 1n} rows a patient and 2^24 patients (large) could overflow a sum over PixelSpacing`,
    );
  });
});

describe('a refusal of a policy', () => {
  it('names all that is wrong in the order of the lines, five at most and then how many more', () => {
    const twice = SMALL.replace('title: A', 'titel: A').replace('version: 1.2.0', 'version: 1.2');
    expect(refusalOf(twice)).toBe(
      'small.yaml:3: version is 1.2, but must be a version such as 1.0.0\n' +
        'small.yaml:4: unknown key titel in the document; did you mean title?',
    );
    const lines = refusalOf(SMALL.replaceAll('risk: ', 'risk: very ')).split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[5]).toBe('small.yaml: and 6 more');
  });

  it.each([
    ['', 'small.yaml:1: the document is empty'],
    ['# nothing but a comment\n', 'small.yaml:1: the document is empty'],
    ['just text', 'small.yaml:1: the document is "just text", but must be a mapping'],
    ['- a\n- b\n', 'small.yaml:1: the document is a list, but must be a mapping'],
    ['x'.repeat(524_289), 'small.yaml:1: the document is longer than 524288 characters'],
  ])('is one sentence for what is no policy at all', (text, says) => {
    expect(refusalOf(text)).toBe(says);
  });

  it('comes at once for a billion laughs', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (let at = 1; at < 12; at += 1) {
      const [from, to] = [String.fromCharCode(96 + at), String.fromCharCode(97 + at)];
      bomb.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(', ')}]`);
    }
    expect(refusalOf(bomb.join('\n'))).toContain('small.yaml:1: an anchor (&name) is not supported; leave it out');
  });

  it('survives nesting deeper than any document has', () => {
    expect(refusalOf('- '.repeat(20_000))).toBe('small.yaml:1: the document is nested too deeply');
    expect(refusalOf('['.repeat(20_000))).toBe('small.yaml:1: the document is nested too deeply');
    // Closed again, it ended the process within the parser.
    const closed = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(refusalOf(closed)).toBe('small.yaml:1: the document is nested too deeply');
    expect(refusalOf(`${'{a: '.repeat(9_000)}${'}'.repeat(9_000)}`)).toBe(
      'small.yaml:1: the document is nested too deeply',
    );
  });

  it('is read however many keys a map has, and finds the one that stands twice', () => {
    // Comparing each with each takes longer than a test may.
    const keys = Array.from({ length: 40_000 }, (_, at) => `k${at}: 1`).join('\n');
    expect(refusalOf(`${keys}\nk7: 1`)).toBe('small.yaml:40001: the same key stands twice; keep one');
  });
});

describe('a loaded policy', () => {
  it('can never be changed', () => {
    const { columns, document } = smallPolicy();
    expect(() => Object.assign(document, { id: 'x' })).toThrow(TypeError);
    expect(() => document.fields.pop()).toThrow(TypeError);
    expect(() => document.vocabularies.sex?.values.push('X')).toThrow(TypeError);
    expect(() => Object.assign(document.disclosure.cellsMax, { value: 9_999 })).toThrow(TypeError);
    expect(() => Object.assign(columns.get('PatientSex') ?? {}, { otherCode: 0 })).toThrow(TypeError);
    expect(() => Object.assign(columns, { set: undefined })).toThrow(TypeError);
    for (const mutator of ['set', 'delete', 'clear']) {
      expect(() => Object.getOwnPropertyDescriptor(columns, mutator)?.value()).toThrow(AssertionFailure);
    }
    expect([...columns.keys()]).toHaveLength(6);
  });

  it('has one column for each field that is kept, in the order of the document', () => {
    const { columns, name } = smallPolicy();
    expect(name).toBe('small@1.2.0');
    expect([...columns.keys()]).toEqual([
      'PatientSex',
      'PatientAge',
      'Manufacturer',
      'StudyDate',
      'ContrastBolusAgent',
      'PixelSpacing',
    ]);
    expect(columns.get('PatientSex')).toMatchObject({
      kind: 'dimension',
      values: ['F', 'M', 'OTHER', 'MISSING'],
      otherCode: 2,
      missingCode: 3,
    });
    expect(columns.get('PixelSpacing')).toMatchObject({
      kind: 'measure',
      minStep: -3,
      maxStep: 7,
      missingStep: -4,
      step: 0.1,
      unit: 'mm',
    });
  });
});
