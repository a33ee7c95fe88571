import { describe, expect, it } from 'vitest';
import { AssertionFailure, bytesToHex, randomBytes, sha256, systemEntropy, utf8ToBytes } from '../../src/base/index.ts';
import { mintCharge, openMasked, ringBytes } from '../../src/privacy/for-budget.ts';
import { makeMechanism, sealExact } from '../../src/privacy/for-query.ts';
import { disguise, draw, mask, noisePool, release } from '../../src/privacy/index.ts';
import { bitsFrom } from '../../src/privacy/laplace/coins.ts';
import { fromRing, laplaceLaw, rational, ringOf } from '../../src/privacy/laws.ts';
import { pairMasks } from '../../src/privacy/masking/pair-masks.ts';
import { toRing } from '../../src/privacy/masking/ring.ts';
import { noiseShare } from '../../src/privacy/shares/noise-share.ts';
import { atOnce } from './at-once.ts';
import { chiSquareDeviate } from './chi-square.ts';
import {
  countOf,
  evenDeviate,
  maskedVector,
  maskedWithoutNoise,
  parties,
  partOf,
  partsOf,
  sameDeviate,
  sumOf,
} from './masking-round.ts';

const entropy = systemEntropy();
const ROUND = bytesToHex(sha256(utf8ToBytes('a round')));
const OTHER = bytesToHex(sha256(utf8ToBytes('another question')));
const VALUES = [
  [1n, 0n, -5n],
  [2n, 10n ** 15n, -7n],
  [40n, 3n, -(10n ** 15n)],
  [0n, 0n, 1n],
];
const TOTAL = [43n, 10n ** 15n + 3n, -(10n ** 15n) - 11n];

/** A deviate above it has a probability of 10⁻⁹ where the law is right. */
const REJECTED = 6;

function plainly(
  all: ReturnType<typeof parties>,
  rounds: readonly string[],
  values: readonly (readonly bigint[])[],
): readonly BigUint64Array[] {
  return values.map((own, at) => {
    const masks = pairMasks(partOf(all, at, rounds[at] ?? ROUND), own.length)!;
    return maskedWithoutNoise(own, masks, all.length);
  });
}

describe('the vectors of a whole roster', () => {
  it('add up to the total exactly, whatever the order, and one missing leaves nothing of it', () => {
    const vectors = plainly(parties(4, entropy), [], VALUES);
    expect(sumOf(vectors)).toEqual(TOTAL);
    expect(sumOf([...vectors].reverse())).toEqual(TOTAL);
    expect(sumOf(vectors.slice(1)).every((value) => value > 2n ** 40n || value < -(2n ** 40n))).toBe(true);
  });

  it('add up to the total with the noise of the roster’s shares', () => {
    const all = parties(5, entropy);
    const values = Array.from({ length: 400 }, () => 7n);
    const vectors = partsOf(all, ROUND, 2).map((part) => maskedVector(values, part, { entropy }));
    const noise = sumOf(vectors).map((value) => value - 35n);
    const drawing = noiseShare(rational(1n, 1n), 3, bitsFrom(entropy));
    const reference = () => atOnce(drawing());
    const expected = Array.from({ length: 400 }, () => [0, 0, 0, 0, 0].reduce((sum) => sum + reference(), 0n));
    // Of so few draws only the spread is looked at here: variance 5/3·1.84, and the other within a third of it.
    const spread = (of: readonly bigint[]): number => of.reduce((sum, one) => sum + Number(one) ** 2, 0) / of.length;
    expect(spread(noise)).toBeGreaterThan(1.5);
    expect(spread(noise)).toBeLessThan(5.5);
    expect(spread(expected)).toBeGreaterThan(1.5);
  });

  it.each([
    ['query, policy or ε', [OTHER]],
    ['roster, attempt or nonce', [ROUND, ROUND, OTHER]],
  ])('never add up where one site was told another %s', (_, rounds) => {
    const sum = sumOf(plainly(parties(4, entropy), rounds, VALUES));
    expect(sum.every((value, at) => value !== TOTAL[at])).toBe(true);
    expect(sum.some((value) => value > 2n ** 56n || value < -(2n ** 56n))).toBe(true);
  });

  it('never add up where one site masks with a roster that lacks another, or has one more', () => {
    const all = parties(5, entropy);
    const four = all.slice(0, 4);
    const vectors = VALUES.map((own, at) => {
      const masks = pairMasks(partOf(at === 0 ? all : four, at, ROUND), own.length)!;
      return maskedWithoutNoise(own, masks, 4);
    });
    expect(sumOf(vectors).some((value, at) => value !== TOTAL[at])).toBe(true);
  });
});

describe('one site’s vector', () => {
  // 40,000 elements in 64 cells by their lowest and by their highest six bits.
  const counts = (vector: BigUint64Array, shift: bigint): number[] => {
    const cells = new Array<number>(64).fill(0);
    for (const value of vector) {
      const cell = Number((value >> shift) & 63n);
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    return cells;
  };
  const VALUE = Array.from({ length: 4_000 }, () => 12n);

  it('is uniform, whatever it holds, and never without its masks', () => {
    const all = parties(3, entropy);
    const rounds = Array.from({ length: 10 }, (_, at) => bytesToHex(sha256(Uint8Array.of(at))));
    const vectors = rounds.map((round) => maskedVector(VALUE, partOf(all, 0, round), { entropy }));
    for (const shift of [0n, 30n, 58n]) {
      const cells = vectors
        .map((vector) => counts(vector, shift))
        .reduce((sum, more) => sum.map((count, at) => count + more[at]!));
      expect(evenDeviate(cells)).toBeLessThan(REJECTED);
    }
    const bare = maskedWithoutNoise(VALUE, new BigUint64Array(VALUE.length), 3);
    expect(evenDeviate(counts(bare, 0n))).toBeGreaterThan(REJECTED);
  });

  it('has other masks in every round, and for every pair', () => {
    const all = parties(3, entropy);
    const once = pairMasks(partOf(all, 0, ROUND), 4)!;
    expect(pairMasks(partOf(all, 0, ROUND), 4)).toEqual(once);
    expect(pairMasks(partOf(all, 0, OTHER), 4)).not.toEqual(once);
    expect(pairMasks(partOf(parties(3, entropy), 0, ROUND), 4)).not.toEqual(once);
  });
});

describe('the transcript of a round', () => {
  /** How the lowest two bits of three vectors fall, over rounds with fresh keys. */
  function transcripts(values: readonly bigint[], rounds: number, isMasked: boolean): readonly number[] {
    const cells = new Array<number>(64).fill(0);
    const all = parties(3, entropy);
    for (let at = 0; at < rounds; at += 1) {
      const round = bytesToHex(randomBytes(entropy, 32));
      // A thousand elements of each round are alike, so that a key agreement serves many.
      const vectors = partsOf(all, round).map((part, own) => {
        const masks = isMasked ? pairMasks(part, 1_000)! : new BigUint64Array(1_000);
        return maskedWithoutNoise(new Array<bigint>(1_000).fill(values[own]!), masks, 3);
      });
      for (let element = 0; element < 1_000; element += 1) {
        const cell = vectors.reduce((sum, vector) => sum * 4 + Number(vector[element]! & 3n), 0);
        cells[cell] = (cells[cell] ?? 0) + 1;
      }
    }
    return cells;
  }

  it('has the same law for any inputs of the same sum, and without masks another', () => {
    const [one, swapped] = [
      [5n, 1n, 0n],
      [1n, 5n, 0n],
    ];
    expect(sameDeviate(transcripts(one!, 10, true), transcripts(swapped!, 10, true))).toBeLessThan(REJECTED);
    expect(sameDeviate(transcripts([5n, 2n, 0n], 10, true), transcripts([1n, 5n, 0n], 10, true))).toBeGreaterThan(
      REJECTED,
    );
    expect(sameDeviate(transcripts([5n, 2n, 0n], 2, false), transcripts([2n, 5n, 0n], 2, false))).toBeGreaterThan(
      REJECTED,
    );
  });
});

describe('colluding sites', () => {
  it('that are all but one learn that one’s value under its own share, which is then one whole draw', () => {
    const all = parties(3, entropy);
    const values = Array.from({ length: 4_000 }, () => 100n);
    const noise = Array.from({ length: 5 }, (_, at) => {
      const round = bytesToHex(sha256(Uint8Array.of(at)));
      const victim = maskedVector(values, partOf(all, 0, round, 2), { entropy });
      // The colluders know the masks that they share with it.
      const known = [1, 2].map((other) => {
        const { others, ...own } = partOf(all, other, round);
        return pairMasks({ ...own, others: new Map([['site-000', others.get('site-000')!]]) }, values.length)!;
      });
      return sumOf([victim, ...known]).map((value) => value - 100n);
    }).flat();
    expect(chiSquareDeviate(noise, laplaceLaw(rational(1n, 1n)))).toBeLessThan(REJECTED);
    expect(chiSquareDeviate(noise, laplaceLaw(rational(11n, 10n)))).toBeGreaterThan(3);
  });

  it('that are all but two learn nothing but the sum of those two', () => {
    const all = parties(4, entropy);
    const values = [...VALUES];
    const vectors = plainly(all, [], values);
    const known = (victim: number): BigUint64Array[] =>
      [2, 3].map((other) => {
        const { others, ...own } = partOf(all, other, ROUND);
        const site = all[victim]!.site;
        return pairMasks({ ...own, others: new Map([[site, others.get(site)!]]) }, 3)!;
      });
    const [first, second] = [0, 1].map((victim) => sumOf([vectors[victim]!, ...known(victim)]));
    expect(first!.every((value, at) => value !== values[0]![at])).toBe(true);
    expect(first!.map((value, at) => BigInt.asIntN(64, value + second![at]!))).toEqual([3n, 10n ** 15n, -12n]);
  });
});

describe('the gate for totals', () => {
  const request = () => {
    const mechanism = makeMechanism<'one'>(countOf(2));
    const part = partOf(parties(3, entropy), 0, ROUND);
    return {
      mechanism,
      exact: sealExact(mechanism, [1n, 2n]),
      charge: mintCharge(mechanism),
      disguise: atOnce(disguise(mechanism, part, entropy)!),
    };
  };

  it('uses up value, charge and disguise', () => {
    const { mechanism, ...input } = request();
    const masked = mask(input);
    for (const token of ['exact', 'charge', 'disguise'] as const) {
      const { mechanism: _, ...fresh } = request();
      expect(() => mask({ ...fresh, [token]: input[token] })).toThrow(AssertionFailure);
    }
    expect(openMasked(masked, mechanism).round).toBe(ROUND);
    expect(() => openMasked(masked, mechanism)).toThrow(AssertionFailure);
  });

  it('never lets through what belongs to another request', () => {
    for (const token of ['exact', 'charge', 'disguise'] as const) {
      const [{ mechanism: _, ...one }, other] = [request(), request()];
      expect(() => mask({ ...one, [token]: other[token] })).toThrow('belong to one request');
    }
  });

  it('never releases a value under its share of the noise alone, nor opens what it masked as a release', () => {
    const { exact, charge, disguise: cover, mechanism } = request();
    const smuggled = cover as unknown as Parameters<typeof release>[0]['noise'];
    expect(() => release({ exact, charge, noise: smuggled as never })).toThrow('not a live noise');
    const pool = noisePool({ entropy, schedule: () => undefined });
    const next = request();
    const noise = draw(next.mechanism, pool) as unknown as typeof cover;
    expect(() => mask({ exact: next.exact, charge: next.charge, disguise: noise })).toThrow('not a live disguise');
    expect(mechanism).toBeDefined();
  });

  it('never covers with a key of small order, nor without colluders, nor where all may collude', () => {
    const mechanism = makeMechanism<'one'>(countOf(1));
    const part = partOf(parties(3, entropy), 0, ROUND);
    const others = new Map([...part.others, ['site-002', new Uint8Array(32)]]);
    expect(disguise(mechanism, { ...part, others }, entropy)).toBeUndefined();
    expect(() => disguise(mechanism, { ...part, colluders: 0 }, entropy)).toThrow(AssertionFailure);
    expect(() => disguise(mechanism, { ...part, colluders: 3 }, entropy)).toThrow(AssertionFailure);
  });

  it('never masks what could wrap', () => {
    for (const value of [2n ** 61n, -(2n ** 61n)]) {
      expect(() => maskedWithoutNoise([value], new BigUint64Array(1), 3)).toThrow('within 64 bits');
    }
  });
});

describe('the ring', () => {
  it('holds every integer of 64 bits and writes it lowest byte first', () => {
    const values = [0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n)];
    expect(fromRing(toRing(values))).toEqual(values);
    expect(fromRing(ringOf(ringBytes(toRing(values))))).toEqual(values);
    expect([...ringBytes(toRing([-2n]))]).toEqual([254, 255, 255, 255, 255, 255, 255, 255]);
    expect(() => toRing([2n ** 63n])).toThrow(AssertionFailure);
    expect(() => ringOf(new Uint8Array(7))).toThrow(AssertionFailure);
  });
});
