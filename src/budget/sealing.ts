import {
  assert,
  bytesToHex,
  canonicalJson,
  type Entropy,
  fromBase64Url,
  hashText,
  seal,
  toBase64Url,
  toUtf8,
  unseal,
  utf8ToBytes,
} from '../base/index.ts';
import { AnswerWire, answerDigest } from '../contract/index.ts';
import type { CommitBody } from './kinds.ts';

/** The keys under which answers are stored, by fingerprint. */
export interface SealKeys {
  /** Whether answers sealed under this fingerprint can be read. */
  has(fingerprint: string): boolean;
  /** Seals the answer of a reservation under the current key. @throws AssertionFailure without key or entropy. */
  seal(reservation: string, answer: AnswerWire): SealedAnswer;
  /** The canonical JSON that was sealed; `undefined` when it isn't what the commit says. */
  open(commit: CommitBody): string | undefined;
}

/** The part of a commit that holds the answer. */
export type SealedAnswer = Pick<CommitBody, 'digest' | 'sealed' | 'sealedUnder'> & { readonly text: string };

/** What answers are sealed with: the first key seals, all open. */
export interface SealKeysParts {
  readonly keys: readonly Uint8Array[];
  readonly entropy: Entropy | undefined;
}

/** The keys of a site. Without any, stored answers are erased for good as far as this process can tell. */
export function sealKeys({ keys, entropy }: SealKeysParts): SealKeys {
  const byFingerprint = new Map(keys.map((key) => [fingerprintOf(key), key]));
  return Object.freeze({
    has: (fingerprint) => byFingerprint.has(fingerprint),
    seal(reservation, answer) {
      const [key] = keys;
      assert(key !== undefined && entropy !== undefined, 'a budget that answers has a key to seal with');
      const text = canonicalJson(answer);
      const digest = answerDigest(answer);
      const sealed = seal(utf8ToBytes(text), { key, context: contextOf(reservation, digest) }, entropy);
      return { text, digest, sealed: toBase64Url(sealed), sealedUnder: fingerprintOf(key) };
    },
    open({ reservation, digest, sealed, sealedUnder }) {
      const key = byFingerprint.get(sealedUnder);
      const box = fromBase64Url(sealed);
      const plain = key && box && unseal(box, { key, context: contextOf(reservation, digest) });
      const text = plain && toUtf8(plain);
      return text !== undefined && answerDigest(AnswerWire.parse(JSON.parse(text))) === digest ? text : undefined;
    },
  } satisfies SealKeys);
}

function contextOf(reservation: string, digest: string): string {
  return `sfumato/stored-answer/v1\n${reservation}\n${digest}`;
}

function fingerprintOf(key: Uint8Array): string {
  return hashText('sfumato/seal-key/v1', bytesToHex(key)).slice(0, 16);
}
