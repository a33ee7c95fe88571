import { z } from 'zod';
import {
  assert,
  bytesToHex,
  canonicalJson,
  type Entropy,
  fromBase64Url,
  hashText,
  randomId,
  seal,
  toBase64Url,
  toUtf8,
  unseal,
  utf8ToBytes,
} from '../base/index.ts';
import { answerDigest, digestOfText, LeftWire } from '../contract/index.ts';
import type { CommitBody } from './kinds.ts';

/** The keys under which answers are stored, by fingerprint. */
export interface SealKeys {
  /** Whether answers sealed under this fingerprint can be read. */
  has(fingerprint: string): boolean;
  /** Seals the answer of a reservation under the current key. @throws AssertionFailure without key or entropy. */
  seal(reservation: string, answer: LeftWire): SealedAnswer;
  /** What was sealed; `undefined` when it isn't what the commit says. */
  open(commit: CommitBody): Boxed | undefined;
  /** Whether what was sealed is what the digest is of; as `open`, without reading what the answer says. */
  fits(commit: CommitBody): boolean;
}

/** What is in the box: the opening goes with the answer, so that the digest in clear says nothing once the key is gone. */
const Boxed = z.strictObject({ answer: LeftWire, opening: z.string().regex(/^[0-9a-f]{32}$/) });
type Boxed = z.infer<typeof Boxed>;

/** The part of a commit that holds the answer, and the opening of its digest. */
export type SealedAnswer = Pick<CommitBody, 'digest' | 'sealed' | 'sealedUnder'> & Pick<Boxed, 'opening'>;

/** What answers are sealed with: the first key seals, all open; which they are is asked each time. */
export interface SealKeysParts {
  readonly keys: () => readonly Uint8Array[];
  readonly entropy: Entropy | undefined;
}

/** The keys of a site. Without any, stored answers are erased for good as far as this process can tell. */
export function sealKeys({ keys, entropy }: SealKeysParts): SealKeys {
  const keyOf = (fingerprint: string) => keys().find((key) => sealFingerprint(key) === fingerprint);
  return Object.freeze({
    has: (fingerprint) => keyOf(fingerprint) !== undefined,
    seal(reservation, answer) {
      const [key] = keys();
      assert(key !== undefined && entropy !== undefined, 'a budget that answers has a key to seal with');
      const text = canonicalJson(answer);
      const opening = randomId(entropy);
      const digest = digestOfText(text, opening);
      const sealed = seal(
        utf8ToBytes(boxedText(text, opening)),
        { key, context: contextOf(reservation, digest) },
        entropy,
      );
      return { opening, digest, sealed: toBase64Url(sealed), sealedUnder: sealFingerprint(key) };
    },
    open(commit) {
      const json = unboxed(keyOf(commit.sealedUnder), commit);
      const boxed = json === undefined ? undefined : Boxed.parse(JSON.parse(json));
      return boxed !== undefined && answerDigest(boxed.answer, boxed.opening) === commit.digest ? boxed : undefined;
    },
    fits(commit) {
      const json = unboxed(keyOf(commit.sealedUnder), commit) ?? '';
      const [, opening] = BOXED_END.exec(json.slice(-BOXED_END_LENGTH)) ?? [];
      return (
        json.startsWith(BOXED_START) &&
        opening !== undefined &&
        digestOfText(json.slice(BOXED_START.length, -BOXED_END_LENGTH), opening) === commit.digest
      );
    },
  } satisfies SealKeys);
}

// What is in a box, by its canonical form: members in order, so that the answer's own text can be cut out.
const BOXED_START = '{"answer":';
const boxedText = (answer: string, opening: string) => `${BOXED_START}${answer},"opening":"${opening}"}`;
const BOXED_END = /^,"opening":"([0-9a-f]{32})"\}$/;
const BOXED_END_LENGTH = boxedText('', '0'.repeat(32)).length - BOXED_START.length;

function unboxed(key: Uint8Array | undefined, { reservation, digest, sealed }: CommitBody) {
  const box = fromBase64Url(sealed);
  const plain = key && box && unseal(box, { key, context: contextOf(reservation, digest) });
  return plain && toUtf8(plain);
}

function contextOf(reservation: string, digest: string): string {
  return `sfumato/stored-answer/v1\n${reservation}\n${digest}`;
}

const fingerprints = new WeakMap<Uint8Array, string>();

/** How commits name the key that they are sealed under: 16 hex digits, worked out once a key. */
export function sealFingerprint(key: Uint8Array): string {
  const known = fingerprints.get(key) ?? hashText('sfumato/seal-key/v1', bytesToHex(key)).slice(0, 16);
  fingerprints.set(key, known);
  return known;
}
