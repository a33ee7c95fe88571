import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hexToBytes, sha256, utf8ToBytes } from '../../src/base/index.ts';
import {
  acknowledgedFile,
  type ConsentBatch,
  type ConsentDigest,
  checkConsent,
  consentFile,
  openConsent,
  resealConsent,
} from '../../src/warehouse/index.ts';
import { codeOf } from '../support/error-code.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';
import { pseudonym, SEAL_KEY } from './support/archive.ts';
import { freshFolder } from './support/fresh-folder.ts';

const folder = freshFolder();
const open = (expected?: ConsentDigest, key = SEAL_KEY) =>
  openConsent({ folder: folder(), key, entropy: seededEntropy('consent'), expected });
const bytesNow = () => readFileSync(consentFile(folder()));
const batch = (allowed: number, ...names: string[]): ConsentBatch => ({ allowed, pseudonyms: names.map(pseudonym) });
const noteNow = () => readFileSync(acknowledgedFile(folder()));
/** Puts back what was noted before a write: it never came to be acknowledged. */
const unsay = (note: Buffer) => writeFileSync(acknowledgedFile(folder()), note);
const FIRST = batch(0, 'ann', 'bob');
const SECOND = batch(3, 'cyd');

describe('the consent file', () => {
  it('keeps every batch, in order, over every opening', () => {
    open().add(FIRST);
    open().add(SECOND);
    expect(open().batches).toEqual([FIRST, SECOND]);
  });

  it('takes a list of 200,000 people at once', () => {
    const pseudonyms = Array.from({ length: 200_000 }, (_, at) => at.toString(16).padStart(32, '0'));
    open().add({ allowed: 0, pseudonyms });
    expect(open().batches).toEqual([{ allowed: 0, pseudonyms }]);
  });

  it('torn at any byte of its last write, holds every batch that was acknowledged and takes the next', () => {
    open().add(FIRST);
    const before = bytesNow();
    const note = noteNow();
    open().add(SECOND);
    const whole = bytesNow();
    // Beyond the head of a frame one byte is as good as another, so most of the padding is stepped over.
    const cuts = [...Array(80).keys()].flatMap((at) => [before.length + at, whole.length - 1 - at]);
    for (let at = before.length; at < whole.length; at += 509) {
      cuts.push(at);
    }
    for (const cut of cuts) {
      writeFileSync(consentFile(folder()), whole.subarray(0, cut));
      unsay(note);
      const opened = open();
      expect(opened.batches).toEqual([FIRST]);
      opened.add(SECOND);
      expect(open().batches).toEqual([FIRST, SECOND]);
    }
  });

  it('lacking a byte of a batch that was acknowledged, is refused each time and stays as it is', () => {
    open().add(FIRST);
    const [oneBatch, oneNote] = [bytesNow(), noteNow()];
    open().add(SECOND);
    const whole = bytesNow();
    for (const bytes of [whole.subarray(0, -1), whole.subarray(0, oneBatch.length + 5), oneBatch]) {
      writeFileSync(consentFile(folder()), bytes);
      for (const _ of [1, 2]) {
        expect(codeOf(() => open())).toBe('consent-corrupt');
        expect(codeOf(() => checkConsent({ folder: folder(), keys: [SEAL_KEY], expected: undefined }))).toBe(
          'consent-corrupt',
        );
      }
      expect(bytesNow().equals(bytes)).toBe(true);
    }
    rmSync(consentFile(folder()));
    expect(codeOf(() => open())).toBe('consent-missing');
    // A backup of both, or a note that somebody took away, and the lists can be added again.
    writeFileSync(consentFile(folder()), oneBatch);
    unsay(oneNote);
    expect(open().batches).toEqual([FIRST]);
    rmSync(acknowledgedFile(folder()));
    expect(open().batches).toEqual([FIRST]);
    expect(existsSync(acknowledgedFile(folder()))).toBe(true);
  });

  it('keeps a batch that was whole when its writer ended, and from then on doesn’t lose it', () => {
    open().add(FIRST);
    const note = noteNow();
    open().add(SECOND);
    unsay(note);
    expect(open().batches).toEqual([FIRST, SECOND]);
    writeFileSync(consentFile(folder()), bytesNow().subarray(0, -1));
    expect(codeOf(() => open())).toBe('consent-corrupt');
  });

  it('with an end that was never written (zeros), holds what was acknowledged or refuses; it never gives anything else', () => {
    open().add(FIRST);
    const before = bytesNow();
    const note = noteNow();
    open().add(SECOND);
    const whole = bytesNow();
    const seen = new Set<string>();
    for (const cut of [before.length, before.length + 5, before.length + 12, before.length + 4_096, whole.length - 3]) {
      const zeroed = Buffer.from(whole);
      zeroed.fill(0, cut);
      writeFileSync(consentFile(folder()), zeroed);
      unsay(note);
      const code = codeOf(() => expect(open().batches).toEqual([FIRST]));
      expect(['no error', 'consent-corrupt']).toContain(code);
      seen.add(code);
    }
    expect(seen).toContain('no error');
  });

  it('never drops a batch for a byte that was changed', () => {
    open().add(FIRST);
    const digest = open().digest();
    const whole = bytesNow();
    for (let at = 0; at < whole.length; at += at < 120 ? 1 : 97) {
      writeFileSync(
        consentFile(folder()),
        whole.map((byte, index) => (index === at ? byte ^ 1 : byte)),
      );
      expect(codeOf(() => open(digest))).toBe('consent-corrupt');
      expect(codeOf(() => open())).toBe('consent-corrupt');
    }
  });

  it('never opens as an older copy, nor when it is gone, once the journal knows more', () => {
    open().add(FIRST);
    const older = bytesNow();
    const consent = open();
    consent.add(SECOND);
    const digest = consent.digest();
    expect(open(digest)).toMatchObject({ recorded: 2 });
    writeFileSync(consentFile(folder()), older);
    expect(codeOf(() => open(digest))).toBe('consent-corrupt');
    rmSync(consentFile(folder()));
    expect(codeOf(() => open(digest))).toBe('consent-missing');
  });

  it('knows which batches came in since the last record', () => {
    const consent = open();
    consent.add(FIRST);
    const digest = consent.digest();
    consent.add(SECOND);
    expect(open(digest)).toMatchObject({ recorded: 1, batches: [FIRST, SECOND] });
    expect(open()).toMatchObject({ recorded: 0 });
  });

  it('is the same under another key, and opens under no other', () => {
    const consent = open();
    consent.add(FIRST);
    consent.add(SECOND);
    const digest = consent.digest();
    const key = sha256(utf8ToBytes('another key'));
    expect(codeOf(() => open(digest, key))).toBe('consent-corrupt');
    resealConsent({ folder: folder(), key, formerKeys: [SEAL_KEY], entropy: seededEntropy('reseal') });
    expect(open(digest, key).batches).toEqual([FIRST, SECOND]);
    expect(codeOf(() => open(digest))).toBe('consent-corrupt');
  });

  it('never shows a pseudonym, nor by its length how many patients a list of up to a thousand has', () => {
    const sizes = [0, 1, 500, 1_000].map((count) => {
      const before = statSync(consentFile(folder()), { throwIfNoEntry: false })?.size ?? 0;
      const names = Array.from({ length: count }, (_, at) => pseudonym(`p${at}`));
      const consent = open();
      const start = before === 0 ? statSync(consentFile(folder())).size : before;
      consent.add({ allowed: 0, pseudonyms: names });
      return statSync(consentFile(folder())).size - start;
    });
    expect(new Set(sizes).size).toBe(1);
    expect(bytesNow().includes(Buffer.from(hexToBytes(pseudonym('p0'))))).toBe(false);
    expect(bytesNow().includes(pseudonym('p0'))).toBe(false);
  });

  it('never tells by its digest whether there is anything, not even to who knows the salt', () => {
    const empty = open().digest();
    const first = bytesNow();
    rmSync(consentFile(folder()));
    const other = openConsent({
      folder: folder(),
      key: SEAL_KEY,
      entropy: seededEntropy('another site'),
      expected: undefined,
    });
    expect(bytesNow()).not.toEqual(first);
    // Two empty files have different secrets, so that a digest of nothing can't be guessed.
    expect(
      codeOf(() => openConsent({ folder: folder(), key: SEAL_KEY, entropy: seededEntropy('x'), expected: empty })),
    ).toBe('consent-corrupt');
    expect(other.digest()).not.toEqual(other.digest());
  });
});
