import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { failureOf, SfumatoError } from '../../src/base/index.ts';

const HERE = /^failure\.test\.ts:\d+:\d+$/;

describe('what a log holds of an error', () => {
  it('is its kind and the file, line and column where it was made, without its message or the folder', () => {
    const [kind, place] = failureOf(new TypeError('Doe^Jane is not a function')).split(' at ');
    expect(kind).toBe('TypeError');
    expect(place).toMatch(HERE);
  });

  it('is Node’s code of a system error', () => {
    try {
      readFileSync('/nowhere/Doe^Jane');
    } catch (error) {
      expect(failureOf(error)).toMatch(/^Error ENOENT at failure\.test\.ts:\d+:\d+$/);
    }
  });

  it('is the fixed sentence of our own errors, never what they say on the machine', () => {
    const failure = failureOf(new SfumatoError('internal', 'The file /srv/jane could not be read.'));
    expect(failure).toMatch(/^internal, “.+” at failure\.test\.ts:/);
    expect(failure).not.toContain('jane');
  });

  it.each(['x\n    at jane.js:1:2', '\n    at f (/srv/jane.ts:3:4)\n    at jane.js:1:2'])(
    'is no place that the message made up: %j',
    (message) => {
      expect(failureOf(new Error(message)).split(' at ')[1]).toMatch(HERE);
    },
  );

  it('is nothing of a name, a code or a message that was changed after the error was made', () => {
    const error = Object.assign(new Error('    at jane.js:1:2'), { name: 'Doe, Jane', code: 'Doe, Jane' });
    error.message = 'another';
    expect(failureOf(error)).toMatch(/^Error(?: at failure\.test\.ts:\d+:\d+)?$/);
    const emptied = new Error('\n    at jane.js:1:2');
    emptied.message = '';
    expect(failureOf(emptied)).not.toContain('jane');
  });

  it('is only the type of what is no error', () => {
    expect(failureOf('Doe^Jane')).toBe('string');
  });
});
