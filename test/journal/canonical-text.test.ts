import { assert as check, constantFrom, integer, jsonValue, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../src/base/index.ts';
import { parseCanonical } from '../../src/journal/canonical-text.ts';
import { isPlainlyCanonical } from '../../src/journal/plain-text.ts';

/** The slow way, which is what is meant. */
function slowly(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

function isAlike(text: string): void {
  expect(parseCanonical(text), text).toEqual(slowly(text));
}

describe('canonical text of a record', () => {
  it.each([
    ...[
      '{}',
      '[]',
      '""',
      '0',
      '-1',
      'true',
      'null',
      '[true,false,null]',
      '{"":1}',
      '{"a":{"b":[{"a":1},{"a":"x"}]},"b":"a:b"}',
    ],
    ...[
      '{"a":999999999999999,"a1":"é","b":"€"}',
      '{"1":1,"10":2,"2":3}',
      '{"A":1,"a":2,"ab":3,"b":4}',
      '["a",":","{"]',
    ],
  ])('is plain: %s', (text) => {
    expect(isPlainlyCanonical(text)).toBe(true);
    expect(slowly(text)).toBeDefined();
    isAlike(text);
  });

  it.each([
    ...['{"b":1,"a":2}', '{"a":1,"a":2}', '{"ab":1,"a":2}', '{"a":{"b":1,"a":2}}', '[{"b":1,"a":2}]', '{"2":1,"10":2}'],
    ...[
      '{ "a":1}',
      '{"a": 1}',
      '{"a":1 }',
      '[1, 2]',
      '{"a":1}\n',
      '-0',
      '1.0',
      '1e2',
      '1E2',
      '[1e1, 2]',
      '"\\u0061"',
      '"\\/"',
    ],
    ...['{"a":[1,{"z":1}],"a":2}', '{"a":"b","a":"c"}', '10000000000000000000000', '{', '"', 'tru', ''],
  ])('is not canonical: %s', (text) => {
    expect(parseCanonical(text)).toBeUndefined();
    isAlike(text);
  });

  it.each(['"\\n"', '"a\\"b"', '1.5', '1e+21', '9007199254740991', '{"a":"\\\\"}'])(
    'is canonical, though not plain: %s',
    (text) => {
      expect(isPlainlyCanonical(text)).toBe(false);
      expect(parseCanonical(text)).toBeDefined();
      isAlike(text);
    },
  );

  it('is what the slow way takes, whatever one letter is changed into', () => {
    const letters = constantFrom(...'"\\{}[]:,0129-.eE abAZ\u00e9\ud800\u2028\n');
    check(
      property(jsonValue(), integer({ min: 0 }), letters, integer({ min: 0, max: 2 }), (value, seed, letter, cut) => {
        const text =
          slowly(JSON.stringify(value)) === undefined
            ? JSON.stringify(value)
            : canonicalJson(slowly(JSON.stringify(value)) ?? null);
        const at = seed % (text.length + 1);
        isAlike(text);
        isAlike(text.slice(0, at) + letter + text.slice(at + cut));
      }),
      { numRuns: 5_000 },
    );
  });
});
