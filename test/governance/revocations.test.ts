import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/base/index.ts';
import { signRevocation } from '../../src/contract/index.ts';
import { createGovernance } from '../../src/governance/index.ts';
import type { JournalRecord } from '../../src/journal/index.ts';
import { analyst } from '../support/signing.ts';

const [ada, noor] = [analyst(), analyst()];

// When all records here were made.
const NOW = 0;
const DAY_MS = 86_400_000;

function recordOf(seq: number, body: JournalRecord['body'], kind = 'revocation'): JournalRecord {
  const position = { segment: 0, offset: 0, bytes: 1 };
  const hashes = { epoch: '0'.repeat(32), recordHash: '0'.repeat(64), position };
  return {
    ...hashes,
    seq,
    wallMs: 0,
    highWaterMs: 0,
    kind,
    actor: 'ada',
    keyId: null,
    reason: null,
    body,
  };
}

describe('the fold of revocations', () => {
  it('keeps the first record of a key, whatever follows', () => {
    const governance = createGovernance();
    for (const seq of [7, 9]) {
      governance.apply(recordOf(seq, signRevocation(ada.secretKey, seq)));
    }
    expect(governance.revokedAt(ada.publicKey)).toBe(7);
    expect(governance.revokedAt(noor.publicKey)).toBeUndefined();
  });

  it('stops at a record that the key did not sign, as a forged journal would have it', () => {
    const { revocation } = signRevocation(ada.secretKey, 1);
    const { signature } = signRevocation(noor.secretKey, 1);
    const apply = () => createGovernance().apply(recordOf(1, { revocation, signature }));
    expect(apply).toThrowError(expect.objectContaining({ code: 'invariant-broken' }));
  });

  it('keeps those of strangers up to so many a day, so that nobody fills a disk with keys of their making, or the room for good', () => {
    const known = analyst();
    const governance = createGovernance();
    governance.apply(recordOf(0, { person: 'noor', key: known.publicKey, roles: ['steward'] }, 'person'));
    const all = Array.from({ length: LIMITS.strangeRevocationsPerDayMax }, () => analyst());
    all.forEach(({ secretKey }, seq) => {
      expect(governance.hasRoomForStrangers(NOW)).toBe(true);
      governance.apply(recordOf(seq, signRevocation(secretKey, 1)));
    });
    expect(governance.hasRoomForStrangers(NOW)).toBe(false);
    governance.apply(recordOf(all.length, signRevocation(known.secretKey, 1)));
    expect(governance.hasRoomForStrangers(NOW + DAY_MS - 1)).toBe(false);
    expect(governance.hasRoomForStrangers(NOW + DAY_MS)).toBe(true);
    expect(governance.revokedAt(known.publicKey)).toBe(all.length);
  });
});
