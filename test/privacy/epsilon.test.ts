import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionFailure, LIMITS } from '../../src/base/index.ts';
import { ceilDivide, floorDivide, formatEpsilon, parseEpsilon, sharesByWeight } from '../../src/privacy/index.ts';

const nano = fc.oneof(
  fc.bigInt({ min: 1n, max: 10n ** 22n - 1n }),
  fc.bigInt({ min: 1n, max: 10n ** 4n }),
  fc.bigInt({ min: 1n, max: 10n ** 13n - 1n }).map((whole) => whole * LIMITS.nanoEpsilonPerEpsilon),
);

function parsed(text: string): bigint {
  const value = parseEpsilon(text);
  expect(value, text).toBeDefined();
  return value ?? 0n;
}

describe('ε as a decimal string', () => {
  it('comes back unchanged from every amount', () => {
    fc.assert(fc.property(nano, (amount) => parseEpsilon(formatEpsilon(amount)) === amount));
  });

  it('is printed in its shortest form only', () => {
    fc.assert(fc.property(nano, (amount) => /^(0|[1-9]\d*)(\.\d{0,8}[1-9])?$/.test(formatEpsilon(amount))));
  });

  it.each([
    ['0.5', 500_000_000n],
    ['1', 1_000_000_000n],
    ['0.100', 100_000_000n],
    ['0.000000001', 1n],
    ['1234567890123.123456789', 1_234_567_890_123_123_456_789n],
  ])('%s is %d nano-ε', (text, amount) => {
    expect(parseEpsilon(text)).toBe(amount);
  });

  it.each([
    ...[
      '',
      ' ',
      '0',
      '0.0',
      '0.000000000',
      '-1',
      '+1',
      '.5',
      '5.',
      '01',
      '1e3',
      '1E-3',
      '0x1',
      '1,5',
      '1_000',
      ' 1',
      '1 ',
      '1\n',
    ],
    ...['NaN', 'Infinity', '١', '0.0000000001', '1.0000000000', '12345678901234', '1.5.5'],
  ])('never reads %j', (text) => {
    expect(parseEpsilon(text)).toBeUndefined();
  });

  it('never prints a negative amount', () => {
    expect(formatEpsilon(0n)).toBe('0');
    expect(() => formatEpsilon(-1n)).toThrow(AssertionFailure);
  });
});

describe('sums of ε', () => {
  it('never drift: 0.1 + 0.2 is 0.3', () => {
    expect(parsed('0.1') + parsed('0.2')).toBe(parsed('0.3'));
  });

  it('never drift: a thousand times 0.001 is 1, ten times 0.1 leaves nothing of 1', () => {
    const thousand = Array.from({ length: 1_000 }, () => parsed('0.001'));
    expect(thousand.reduce((sum, one) => sum + one, 0n)).toBe(parsed('1'));
    expect(parsed('1') - 10n * parsed('0.1')).toBe(0n);
  });

  it('never lose a small amount beside a large one', () => {
    expect(parsed('1000000000000') + parsed('0.000000001')).toBe(parsed('1000000000000.000000001'));
  });

  it('are the same in any order', () => {
    const amounts = fc.array(nano, { maxLength: 200 });
    const sum = (list: readonly bigint[]): bigint => list.reduce((total, one) => total + one, 0n);
    fc.assert(
      fc.property(amounts, fc.func(fc.nat()), (list, key) => {
        const shuffled = [...list].sort((left, right) => key(left) - key(right));
        expect(sum(shuffled)).toBe(sum(list));
      }),
    );
  });
});

describe('rounding', () => {
  it('never charges less than the cost, nor more than a nano-ε above it', () => {
    fc.assert(
      fc.property(nano, fc.bigInt({ min: 1n, max: 10_000n }), (cost, parts) => {
        const charged = ceilDivide(cost, parts) * parts;
        expect(charged >= cost && charged - cost < parts).toBe(true);
      }),
    );
  });

  it('never lets a cap grow', () => {
    fc.assert(
      fc.property(nano, fc.bigInt({ min: 1n, max: 10_000n }), (cap, parts) => {
        const allowed = floorDivide(cap, parts) * parts;
        expect(allowed <= cap && cap - allowed < parts).toBe(true);
      }),
    );
  });
});

describe('shares of ε', () => {
  const weights = fc.array(fc.bigInt({ min: 1n, max: 1_000n }), { minLength: 1, maxLength: 20 });

  it('always sum to the whole', () => {
    fc.assert(
      fc.property(nano, weights, (total, list) => {
        const parts = sharesByWeight(total, list);
        fc.pre(parts !== undefined);
        expect(parts?.reduce((sum, part) => sum + part, 0n)).toBe(total);
      }),
    );
  });

  it('are floored by weight, but for the first, which takes what is left', () => {
    expect(sharesByWeight(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(sharesByWeight(parsed('0.5'), [1n, 2n])).toEqual([166_666_667n, 333_333_333n]);
    expect(sharesByWeight(7n, [5n])).toEqual([7n]);
  });

  it('never fall more than a nano-ε short of their weight', () => {
    fc.assert(
      fc.property(nano, weights, (total, list) => {
        const whole = list.reduce((sum, weight) => sum + weight, 0n);
        const short = (sharesByWeight(total, list) ?? []).map((part, at) => total * (list[at] ?? 0n) - part * whole);
        expect(short.every((one) => one < whole)).toBe(true);
      }),
    );
  });

  it('are refused when one of them would be nothing', () => {
    expect(sharesByWeight(1n, [1n, 1n])).toBeUndefined();
    expect(sharesByWeight(0n, [1n])).toBeUndefined();
    expect(sharesByWeight(1_000n, [1n, 1_000n])).toEqual([1n, 999n]);
    expect(sharesByWeight(1_000n, [1_001n, 1n])).toBeUndefined();
  });

  it('never come without weights', () => {
    expect(() => sharesByWeight(1n, [])).toThrow(AssertionFailure);
    expect(() => sharesByWeight(1n, [1n, 0n])).toThrow(AssertionFailure);
    expect(() => sharesByWeight(-1n, [1n])).toThrow(AssertionFailure);
  });
});
