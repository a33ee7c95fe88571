import { describe, expect, it } from 'vitest';
import { concatBytes, type Json, LIMITS, sha256, utf8ToBytes } from '../../src/base/index.ts';
import { frameOf, GENESIS, headerOf, segmentName } from '../../src/journal/format.ts';
import { verifyJournal } from '../../src/journal/index.ts';
import { encodeBody, type RecordBody } from '../../src/journal/record.ts';
import { noteFold } from '../support/journal-parts.ts';
import { MemoryDisk } from '../support/memory-disk.ts';

const EPOCH = 'e'.repeat(32);
const epoch = (seq: number, changes: Partial<RecordBody> = {}): RecordBody => ({
  ...note(seq),
  kind: 'epoch',
  body: { previous: null, dropped: null },
  ...changes,
});
const note = (seq: number, changes: Partial<RecordBody> = {}): RecordBody => ({
  salt: 'a'.repeat(32),
  seq,
  epoch: EPOCH,
  wallMs: 1_000,
  highWaterMs: 1_000,
  kind: 'note',
  actor: 'forger',
  keyId: null,
  reason: null,
  body: { text: 'a' },
  ...changes,
});

/** Writes bodies into one segment with all hashes right, as somebody could who owns the disk. */
function verdict(bodies: readonly (RecordBody | string)[], more: { header?: Uint8Array; after?: Uint8Array } = {}) {
  const header = more.header ?? headerOf(1, GENESIS);
  let chain = sha256(header);
  const parts = [header];
  for (const body of bodies) {
    const frame = frameOf(typeof body === 'string' ? utf8ToBytes(body) : encodeBody(body), chain);
    parts.push(frame.bytes);
    chain = frame.chain;
  }
  const disk = new MemoryDisk({ [segmentName(1)]: concatBytes(...parts, more.after ?? new Uint8Array(0)) });
  return verifyJournal({ disk, folds: [noteFold()] });
}

const textOf = (body: RecordBody): string => new TextDecoder().decode(encodeBody(body));

describe('a journal written by somebody else, with every hash right', () => {
  it('verifies when it is what this program would write', () => {
    const later = { wallMs: 2_000, highWaterMs: 2_000 };
    expect(verdict([epoch(0), note(1), note(2, later), note(3, { ...later, wallMs: 10 })])).toMatchObject({
      verified: true,
    });
    expect(verdict([epoch(0), epoch(1, { epoch: 'f'.repeat(32) })])).toMatchObject({ verified: true });
  });

  it.each<[string, readonly (RecordBody | string)[]]>([
    ['a number is missing', [epoch(0), note(2)]],
    ['a number stands twice', [epoch(0), note(0)]],
    ['it does not start at 0', [epoch(1)]],
    ['it does not start with an epoch', [note(0)]],
    ['a record is of another epoch', [epoch(0), note(1, { epoch: 'f'.repeat(32) })]],
    ['an epoch begins twice', [epoch(0), epoch(1)]],
    ['the latest time goes back', [epoch(0), note(1, { wallMs: 500, highWaterMs: 500 })]],
    ['the latest time is ahead of every clock', [epoch(0), note(1, { highWaterMs: 9_000 })]],
    ['there is no salt', [epoch(0), textOf(note(1)).replace(`"salt":"${'a'.repeat(32)}",`, '')]],
    ['a member is added', [epoch(0), textOf(note(1)).replace('"seq":1', '"seq":1,"size":1')]],
    [
      'members are in another order',
      [epoch(0), textOf(note(1)).replace(/(\{)("actor":"forger"),("body":\{[^}]*\})/, '$1$3,$2')],
    ],
    ['there is white space', [epoch(0), ` ${textOf(note(1))}`]],
    ['a number is written differently', [epoch(0), textOf(note(1)).replace('"seq":1', '"seq":1.0')]],
    ['a kind is unknown', [epoch(0), note(1, { kind: 'rumour' })]],
    ['a body is of another form', [epoch(0), note(1, { body: { text: 'a', more: 1 } as Json })]],
    ['a text is not well-formed', [epoch(0), textOf(note(1)).replace('"text":"a"', '"text":"\\ud800"')]],
    ['nobody did it', [epoch(0), note(1, { actor: '' })]],
    ['a name is too long', [epoch(0), note(1, { actor: 'a'.repeat(601) })]],
    ['a key is too long', [epoch(0), note(1, { keyId: 'a'.repeat(201) })]],
    ['a key is a number', [epoch(0), textOf(note(1)).replace('"keyId":null', '"keyId":1')]],
    ['a reason is too long', [epoch(0), note(1, { reason: 'a'.repeat(2_001) })]],
    ['a salt is too short', [epoch(0), note(1, { salt: 'a'.repeat(31) })]],
    ['a time is no whole number', [epoch(0), note(1, { wallMs: 1_000.5, highWaterMs: 1_000.5 })]],
    ['a time is before 1970', [epoch(0), note(1, { wallMs: -1 })]],
    ['a body is missing', [epoch(0), textOf(note(1)).replace(/"body":\{[^}]*\},/, '')]],
    ['a record is a list', [epoch(0), '[]']],
    ['a record is no JSON', [epoch(0), 'note']],
    ['a record is empty', [epoch(0), '']],
    ['a record is nested without end', [epoch(0), '['.repeat(200_000)]],
  ])('never verifies where %s', (_name, bodies) => {
    expect(verdict(bodies)).toMatchObject({ verified: false, seq: bodies.length - 1 });
  });

  it('never verifies with the header of another format, number or past', () => {
    const text = new TextDecoder().decode(headerOf(1, GENESIS));
    for (const changed of [
      text.replace(' 1 ', ' 2 '),
      text.replace('00000001', '00000002'),
      text.replace('\n', '\r'),
      text.replace(/0\n/, '1\n'),
    ]) {
      expect(verdict([epoch(0)], { header: utf8ToBytes(changed) })).toMatchObject({
        verified: false,
        offset: 0,
        seq: 0,
      });
    }
  });

  it('never verifies with a record that is longer than a record may be', () => {
    const long = note(1, { body: { text: 'x'.repeat(LIMITS.recordBytesMax) } });
    expect(verdict([epoch(0), long])).toMatchObject({ verified: false, seq: 1 });
  });
});
