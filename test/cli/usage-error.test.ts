import { describe, expect, it } from 'vitest';
import { within } from '../support/within.ts';

describe('words that make no command', () => {
  it.each([
    ['a missing option', ['status', '--json'], "required option '--config <file>' not specified"],
    ['a bad choice', ['meta', 'x.csv', '--method', 'XY', '--json'], "argument 'XY' is invalid"],
    ['a missing argument', ['meta', '--json'], "missing required argument 'file'"],
    [
      'an unknown option',
      ['meta', 'x.csv', '--json', '--metod', 'DL'],
      "unknown option '--metod' (Did you mean --method?)",
    ],
    [
      'an unknown option beside a missing one',
      ['ask', 'q.yaml', '--cordinator', 'http://127.0.0.1:1', '--json'],
      "unknown option '--cordinator' (Did you mean --coordinator?)",
    ],
    ['one with its value', ['status', '--json', '--confg=x'], "unknown option '--confg' (Did you mean --config?)"],
    [
      'one in a group',
      ['link', 'trust', 'x', '--cnofig', 'x', '--json'],
      "unknown option '--cnofig' (Did you mean --config?)",
    ],
    [
      'a number that isn’t written as one',
      ['ask', 'q.yaml', '--min-sites', '0x2', '--json'],
      "argument '0x2' is invalid. It must be a whole number, at least 1.",
    ],
    ['an unknown command', ['mta', '--json'], "unknown command 'mta' (Did you mean meta?)"],
    ['a group alone', ['receipt', '--json'], ''],
  ])('are said as JSON where that is asked for: %s', async (_, words, sentence) => {
    const { code, stdout, stderr } = await within(words);
    const { error } = JSON.parse(stdout);
    expect([code, error.code]).toEqual([2, 'wrong-use']);
    expect(error.message).toContain(sentence);
    expect(error.message).toMatch(/^(?!error)[^\n]+$/);
    expect(stderr).not.toBe('');
  });

  it('are said on stderr alone where it is not, and help is no error', async () => {
    expect(await within(['meta'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('missing') });
    expect(await within(['meta', '--json', '--help'])).toMatchObject({ code: 0, stderr: '' });
  });
});
