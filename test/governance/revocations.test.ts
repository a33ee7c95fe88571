import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/base/index.ts';
import { signRevocation } from '../../src/contract/index.ts';
import { createRevocations } from '../../src/governance/index.ts';
import type { JournalRecord } from '../../src/journal/index.ts';
import { analyst } from '../support/signing.ts';

const [ada, noor] = [analyst(), analyst()];

function recordOf(seq: number, body: JournalRecord['body']): JournalRecord {
  const position = { segment: 0, offset: 0, bytes: 1 };
  const hashes = { epoch: '0'.repeat(32), recordHash: '0'.repeat(64), position };
  return {
    ...hashes,
    seq,
    wallMs: 0,
    highWaterMs: 0,
    kind: 'revocation',
    actor: 'ada',
    keyId: null,
    reason: null,
    body,
  };
}

describe('the fold of revocations', () => {
  it('keeps the first record of a key, whatever follows', () => {
    const revocations = createRevocations(() => true);
    for (const seq of [7, 9]) {
      revocations.apply(recordOf(seq, signRevocation(ada.secretKey, seq)));
    }
    expect(revocations.revokedAt(ada.publicKey)).toBe(7);
    expect(revocations.isRevoked(noor.publicKey)).toBe(false);
  });

  it('stops at a record that the key did not sign, as a forged journal would have it', () => {
    const { revocation } = signRevocation(ada.secretKey, 1);
    const { signature } = signRevocation(noor.secretKey, 1);
    const apply = () => createRevocations(() => true).apply(recordOf(1, { revocation, signature }));
    expect(apply).toThrowError(expect.objectContaining({ code: 'invariant-broken' }));
  });

  it('keeps those of strangers up to a limit, so that nobody fills a disk with keys of their making', () => {
    const known = analyst();
    const revocations = createRevocations((key) => key === known.publicKey);
    const all = Array.from({ length: LIMITS.strangeRevocationsMax }, () => analyst());
    all.forEach(({ secretKey }, seq) => {
      expect(revocations.hasRoom()).toBe(true);
      revocations.apply(recordOf(seq, signRevocation(secretKey, 1)));
    });
    expect(revocations.hasRoom()).toBe(false);
    revocations.apply(recordOf(all.length, signRevocation(known.secretKey, 1)));
    expect(revocations.isRevoked(known.publicKey)).toBe(true);
  });
});
