import { describe, expect, it } from 'vitest';
import {
  bytesToHex,
  cosign,
  cosignatureBy,
  formatCheckpoint,
  formatLogProof,
  formatNote,
  formatNoteKey,
  fromBase64,
  isSignedBy,
  type NoteKey,
  noteKeyOf,
  parseCheckpoint,
  parseLogProof,
  parseNote,
  parseNoteKey,
  signNote,
} from '../../src/base/index.ts';

const key = (text: string): NoteKey => {
  const parsed = parseNoteKey(text);
  if (parsed === undefined) {
    throw new Error(`not a key: ${text}`);
  }
  return parsed;
};

// The example of golang.org/x/mod/sumdb/note, which C2SP signed-note specifies: keys, text and signature.
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PETER_SECRET = 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const PETER_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

// A checkpoint of a public test log as it was co-signed: signatures under other algorithms and names stand among them.
const ARCHE = 'arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f';
const REMORA = 'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2';
const WITNESSED = `arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
`;

describe('a signed note', () => {
  it('is signed byte for byte as the published one', () => {
    const secretKey = (fromBase64(PETER_SECRET) ?? new Uint8Array()).slice(1);
    const text = PETER_NOTE.slice(0, PETER_NOTE.indexOf('\n\n') + 1);
    const note = { text, signatures: [signNote(text, { name: 'PeterNeumann', secretKey })] };
    expect(formatNote(note)).toBe(PETER_NOTE);
    expect(formatNoteKey(noteKeyOf('PeterNeumann', 'log', secretKey))).toBe(PETER);
  });

  it('verifies as published, and with no character changed', () => {
    const verify = (text: string): boolean => {
      const note = parseNote(text);
      return note !== undefined && isSignedBy(note, key(PETER));
    };
    expect(verify(PETER_NOTE)).toBe(true);
    for (let at = 0; at < PETER_NOTE.length; at += 1) {
      const code = PETER_NOTE.charCodeAt(at);
      const changed = PETER_NOTE.slice(0, at) + String.fromCharCode(code ^ 1) + PETER_NOTE.slice(at + 1);
      expect(verify(changed), `character ${at}`).toBe(false);
    }
  });

  it('keeps to keys that are written as the specification writes them', () => {
    for (const text of [
      PETER,
      ARCHE,
      REMORA,
      'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
    ]) {
      expect(formatNoteKey(key(text))).toBe(text);
    }
    const wrong = [
      '',
      PETER.slice(0, -1),
      PETER.replace('c74f', 'c74e'),
      `${PETER}=`,
      PETER.replace('+AR', '+ZR'),
      `a ${PETER}`,
    ];
    expect(wrong.map(parseNoteKey)).toEqual(wrong.map(() => undefined));
  });
});

describe('a checkpoint', () => {
  it('of a public log verifies under its key and its witness’s, whoever else signed', () => {
    const note = parseNote(WITNESSED);
    expect(note && isSignedBy(note, key(ARCHE))).toBe(true);
    expect(note && cosignatureBy(note, key(REMORA))).toEqual({ time: 1_779_573_024 });
    const other = parseNote(WITNESSED.replace('1432088532', '1432088533'));
    expect(other && isSignedBy(other, key(ARCHE))).toBe(false);
    expect(other && cosignatureBy(other, key(REMORA))).toBe(undefined);
  });

  it('is read exactly: size, root and further lines', () => {
    const text = parseNote(WITNESSED)?.text ?? '';
    const checkpoint = parseCheckpoint(text);
    expect(checkpoint).toMatchObject({ origin: 'arche2025h1.staging.ct.transparency.dev', size: 1_432_088_532 });
    expect(bytesToHex(checkpoint?.root ?? new Uint8Array())).toBe(
      '53b58cefd8ebcf2846679fc65014e933b373c1dc9f171eb5b77468be0702e11a',
    );
    expect(formatCheckpoint({ ...checkpoint!, extensions: ['a line'] })).toBe(`${text}a line\n`);
    const wrong = [
      '',
      'a\n1\n',
      text.slice(0, -1),
      text.replace('\n14', '\n014'),
      `${text}\n`,
      text.replace('Ro=', 'Rp='),
    ];
    expect(wrong.map(parseCheckpoint)).toEqual(wrong.map(() => undefined));
  });

  it('is co-signed with a time that nobody can change', () => {
    const secretKey = new Uint8Array(32).fill(5);
    const signer = { name: 'coordinator', secretKey };
    const witness = noteKeyOf('coordinator', 'witness', secretKey);
    const text = parseNote(WITNESSED)?.text ?? '';
    const good = { text, signatures: [cosign(text, 1_700_000_000, signer)] };
    expect(cosignatureBy(good, witness)).toEqual({ time: 1_700_000_000 });
    const [line] = good.signatures;
    const later = { ...line!, signature: Uint8Array.from(line!.signature) };
    later.signature[7] = (later.signature[7] ?? 0) + 1;
    expect(cosignatureBy({ text, signatures: [later] }, witness)).toBe(undefined);
    // A log's signature under the same key is no co-signature, nor the other way round.
    expect(cosignatureBy({ text, signatures: [signNote(text, signer)] }, witness)).toBe(undefined);
    expect(isSignedBy(good, noteKeyOf('coordinator', 'log', secretKey))).toBe(false);
  });
});

describe('a proof in a file', () => {
  // The form that C2SP tlog-proof describes; checkpoint and hashes are the vectors above.
  const hash = 'U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=';
  const text = `c2sp.org/tlog-proof@v1\nindex 73894\n${hash}\n${hash}\n\n${WITNESSED}`;

  it('is read and written as specified', () => {
    const proof = parseLogProof(text);
    expect(proof).toMatchObject({ index: 73_894, checkpoint: WITNESSED });
    expect(proof?.hashes.length).toBe(2);
    expect(formatLogProof(proof!)).toBe(text);
    expect(formatLogProof({ ...proof!, hashes: [] })).toBe(`c2sp.org/tlog-proof@v1\nindex 73894\n\n${WITNESSED}`);
  });

  it('is refused in any other form, and with data that nothing signs', () => {
    const wrong = [
      text.replace('@v1', '@v2'),
      text.replace('index 7', 'index 07'),
      text.replace('index 73894', 'index x'),
      text.replace('@v1\n', '@v1\nextra AAAA\n'),
      text.replace(hash, `${hash} `),
      text.replace(hash, 'AAAA'),
      text.replace('\n\n', '\n'),
      '',
    ];
    expect(wrong.map(parseLogProof)).toEqual(wrong.map(() => undefined));
  });
});
