import { describe, expect, it } from 'vitest';
import { toBase64Url, utf8ToBytes } from '../../src/base/index.ts';
import { jsonWithin, readAction, readRequest } from '../../src/contract/index.ts';
import { analyst, signedQuestion } from '../support/signing.ts';

const HALF = '\\ud800';

/** A question's text with another payload; its form is looked at before its signature. */
function withPayload(change: (payload: string) => string): string {
  const draft = { count: 'patients', where: { Modality: 'CT' } } as const;
  const [header, payload = '', signed] = signedQuestion({ ...analyst(), draft, sites: ['a', 'b'] }).split('.');
  const text = Buffer.from(payload, 'base64url').toString();
  expect(change(text)).not.toBe(text);
  return [header, toBase64Url(utf8ToBytes(change(text))), signed].join('.');
}

describe('half of a surrogate pair in what somebody sends', () => {
  it.each([
    ['a value', '"CT"', `"${HALF}"`],
    ['a name', '"Modality"', `"${HALF}"`],
  ])('makes a question malformed, as %s', (_, from, to) => {
    const text = withPayload((payload) => payload.replace(from, to));
    expect(readRequest('question', text)).toBeUndefined();
  });

  it('makes a decision malformed', () => {
    const action = `{"body":{"scope":"node"},"expires":1,"id":"${'0'.repeat(32)}","kind":"unfreeze","reason":"because of ${HALF}","site":"a","version":1}`;
    expect(readAction({ action, signatures: [] })).toBeUndefined();
  });

  it('is no JSON at any depth, and a whole pair is', () => {
    expect(jsonWithin(`{"a":[["${HALF}"]]}`)).toBeUndefined();
    expect(jsonWithin(`{"a":[{"${HALF}":1}]}`)).toBeUndefined();
    expect(jsonWithin('{"a":["\\ud83d\\ude00"]}')).toEqual({ a: ['😀'] });
  });
});

describe('a condition that a question is signed with', () => {
  it('is answered as a whole: one that a record can’t hold makes the question malformed', () => {
    const text = withPayload((payload) => payload.replace('"Modality":"CT"', '"Modality":"CT","__proto__":"MR"'));
    expect(readRequest('question', text)).toBeUndefined();
    expect(jsonWithin('{"a":[{"__proto__":{}}]}')).toBeUndefined();
    expect(jsonWithin('{"a":"__proto__"}')).toEqual({ a: '__proto__' });
  });
});
