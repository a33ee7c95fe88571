import { describe, expect, it } from 'vitest';
import { type Condition, type DraftRequest, readRequest, signRequest, tooLarge } from '../../src/contract/index.ts';
import { analyst } from '../support/signing.ts';

const ada = analyst();

function asking(where: Condition): DraftRequest {
  return {
    ...{ version: 1, id: 'a'.repeat(32), project: 'lung-imaging', key: ada.publicKey, sites: ['harbour', 'hillside'] },
    ...{ minSites: 2, maxAttempts: 1, policy: 'imaging-metadata@1.1.0', expires: Date.now() + 60_000 },
    query: { count: 'patients', where, blocks: [2026], epsilon: '0.5' },
  };
}

const ofValues = (count: number): DraftRequest => asking({ PatientAge: Array.from({ length: count }, (_, at) => at) });
const ofLength = (length: number): DraftRequest =>
  asking({ Modality: Array.from({ length }, (_, at) => `${at}`.padStart(200, 'M')) });
const ofDepth = (depth: number): DraftRequest =>
  asking(Array.from({ length: depth }).reduce<Condition>((inner) => ({ not: inner }), { Modality: 'CT' }));

describe('a question that is too large to be read', () => {
  it.each([
    ['values', ofValues, 600, 700],
    ['length', ofLength, 250, 400],
    ['depth', ofDepth, 8, 20],
  ])('is told so before it is signed, at the very bound: %s', (_, draftOf, fits, doesNot) => {
    const told = (size: number): boolean => tooLarge(draftOf(size)) !== undefined;
    expect([told(fits), told(doesNot)]).toEqual([false, true]);
    for (let size = fits; size <= doesNot; size += 1) {
      const isRead = readRequest('dry-run', signRequest('dry-run', draftOf(size), ada.secretKey)) !== undefined;
      expect({ size, told: told(size) }).toEqual({ size, told: !isRead });
    }
  });

  it('is told how large it may be, and what to do', () => {
    expect(tooLarge(ofValues(700))).toBe(
      'The question is too large: with its sites and years it is at most 700 values, 16 levels deep and 64 KiB long; name fewer values or conditions, by a range for instance, or ask in several.',
    );
  });
});
