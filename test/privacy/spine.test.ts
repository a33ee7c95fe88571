import { inspect } from 'node:util';
import { serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { AssertionFailure, LIMITS } from '../../src/base/index.ts';
import { mintCharge, openReleased } from '../../src/privacy/for-budget.ts';
import { makeMechanism, sealExact } from '../../src/privacy/for-query.ts';
import {
  type Charge,
  type Counts,
  costOf,
  draw,
  type Exact,
  factsOf,
  lengthOf,
  type Mechanism,
  type MechanismFacts,
  type Noise,
  noisePool,
  type PieceFacts,
  type Released,
  type ReleaseInput,
  release,
} from '../../src/privacy/index.ts';
import { wrapNoise } from '../../src/privacy/spine/tokens.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';

type R = 'one';

const PIECE: PieceFacts = { length: 2, sensitivity: 1n, sensitivitySquared: 1n, nanoEpsilon: 500_000_000n };
const FACTS: MechanismFacts = { name: 'discrete-laplace', pieces: [PIECE] };
const CANARIES: Counts = [918_273_645n, 546_372_819n];
const pool = noisePool({ entropy: seededEntropy(11), schedule: () => {} });

/** All that one request brings to the gate. */
function request(values: Counts = CANARIES): {
  mechanism: Mechanism<R>;
  exact: Exact<R, Counts>;
  charge: Charge<R>;
  noise: Noise<R>;
} {
  const mechanism = makeMechanism<R>(FACTS);
  return {
    mechanism,
    exact: sealExact(mechanism, values),
    charge: mintCharge(mechanism),
    noise: draw(mechanism, pool),
  };
}

/** What the compiler doesn't let through: casts, `any`, JavaScript. */
function smuggled<T>(value: unknown): T {
  return value as T;
}

/** Everything that can be read off an object without knowing what it is. */
const READERS: Readonly<Record<string, (token: object) => unknown>> = {
  JSON: (token) => JSON.stringify({ token }),
  inspect: (token) =>
    inspect(token, { showHidden: true, depth: null, customInspect: true, getters: true, showProxy: true }),
  'inspect of a holder': (token) => inspect({ token }, { showHidden: true, depth: null }),
  structuredClone: (token) => inspect(structuredClone(token), { showHidden: true }),
  'v8 serialize': (token) => serialize(token).toString('latin1'),
  spread: (token) => inspect({ ...token }, { showHidden: true }),
  assign: (token) => inspect(Object.assign({}, token), { showHidden: true }),
  entries: (token) => Object.entries(token),
  values: (token) => Object.values(token),
  names: (token) => Object.getOwnPropertyNames(token),
  symbols: (token) => Object.getOwnPropertySymbols(token),
  ownKeys: (token) => Reflect.ownKeys(token),
  descriptors: (token) => Reflect.ownKeys(Object.getOwnPropertyDescriptors(token)),
  prototype: (token) => Object.getPrototypeOf(token) ?? [],
  'for in': (token) => {
    const seen: string[] = [];
    for (const key in token) {
      seen.push(key);
    }
    return seen;
  },
  'a proxy that watches': (token) => {
    const seen: PropertyKey[] = [];
    const watched = new Proxy(token, {
      get: (target, key) => {
        seen.push(key);
        return Reflect.get(target, key);
      },
    });
    expect(() => release({ ...request(), exact: smuggled<Exact<R, Counts>>(watched) })).toThrow(AssertionFailure);
    return seen;
  },
};

describe.each(Object.entries(READERS))('through %s', (_, read) => {
  it('nothing of a token can be read: each looks like any other and like none at all', () => {
    const { mechanism, exact, charge, noise } = request();
    const released = release(request());
    const empty = read(Object.freeze(Object.create(null)));
    for (const token of [mechanism, exact, charge, noise, released]) {
      const found = read(token);
      expect(found).toEqual(empty);
      expect(inspect(found, { depth: null })).not.toMatch(/918273645|546372819|500000000/);
    }
  });
});

describe('a token', () => {
  it('never turns into text or a number', () => {
    const { exact } = request();
    expect(() => String(exact)).toThrow(TypeError);
    expect(() => `${smuggled<string>(exact)}`).toThrow(TypeError);
    expect(() => smuggled<bigint>(exact) + 1n).toThrow(TypeError);
    expect(() => Number(exact)).toThrow(TypeError);
  });

  it('never takes a property', () => {
    const { exact } = request();
    expect(Object.isFrozen(exact)).toBe(true);
    expect(Reflect.set(exact, 'value', 1)).toBe(false);
    expect(Reflect.setPrototypeOf(exact, { value: 1 })).toBe(false);
    expect(Reflect.defineProperty(exact, 'value', { value: 1 })).toBe(false);
  });

  it('never lets its maker change what it stands for', () => {
    const values = [1n, 2n];
    const mechanism = makeMechanism<R>(FACTS);
    const exact = sealExact(mechanism, values);
    const noise = wrapNoise(mechanism, [0n, 0n]);
    values[0] = 99n;
    expect(openReleased(release({ exact, noise, charge: mintCharge(mechanism) }), mechanism)).toEqual([1n, 2n]);
    const piece = { ...PIECE };
    const other = makeMechanism<R>({ ...FACTS, pieces: [piece] });
    piece.nanoEpsilon = 1n;
    expect(factsOf(other)).toEqual(FACTS);
    const { pieces } = factsOf(other);
    expect([factsOf(other), pieces, ...pieces].every(Object.isFrozen)).toBe(true);
  });
});

describe('the release gate', () => {
  it('adds the noise cell by cell, and is opened once, for its own request', () => {
    const mechanism = makeMechanism<R>(FACTS);
    const exact = sealExact(mechanism, [10n, -3n]);
    const released = release({ exact, charge: mintCharge(mechanism), noise: wrapNoise(mechanism, [-4n, 5n]) });
    const counts = openReleased(released, mechanism);
    expect(counts).toEqual([6n, 2n]);
    expect(Object.isFrozen(counts)).toBe(true);
    expect(() => openReleased(released, mechanism)).toThrow(AssertionFailure);
  });

  it.each(['exact', 'charge', 'noise'] as const)('never takes the %s of another request', (part) => {
    const own = request();
    const other = request();
    expect(() => release({ ...own, [part]: other[part] })).toThrow(AssertionFailure);
  });

  it.each(['exact', 'charge', 'noise'] as const)('never takes the same %s twice', (part) => {
    const first = request();
    release(first);
    const { mechanism } = first;
    const again = {
      exact: sealExact(mechanism, CANARIES),
      charge: mintCharge(mechanism),
      noise: draw(mechanism, pool),
    };
    expect(() => release({ ...again, [part]: first[part] })).toThrow(AssertionFailure);
  });

  it.each(['exact', 'charge', 'noise'] as const)('never takes a forged %s', (part) => {
    const forgeries = [{}, Object.freeze(Object.create(null)), null, undefined, 1n, () => CANARIES, CANARIES];
    for (const forged of forgeries) {
      expect(() => release({ ...request(), [part]: smuggled(forged) })).toThrow(AssertionFailure);
    }
    const own = request();
    for (const copy of [
      structuredClone(own[part]),
      { ...own[part] },
      Object.create(own[part]),
      new Proxy(own[part], {}),
    ]) {
      expect(() => release({ ...request(), [part]: smuggled(copy) })).toThrow(AssertionFailure);
    }
  });

  it('never takes a token of one kind for another', () => {
    const { exact, charge, noise, mechanism } = request();
    const kinds = [exact, charge, noise, mechanism, release(request())];
    for (const part of ['exact', 'charge', 'noise'] as const) {
      for (const token of kinds.filter((kind) => kind !== { exact, charge, noise }[part])) {
        expect(() => release({ ...request(), [part]: smuggled(token) })).toThrow(AssertionFailure);
      }
    }
  });

  it('uses up what was brought even when it refuses, so nothing can be tried again', () => {
    const [own, other] = [request(), request()];
    expect(() => release({ ...own, noise: other.noise })).toThrow(AssertionFailure);
    expect(() => release(own)).toThrow(AssertionFailure);
  });

  it('says why without any number', () => {
    const failures = [
      () => release({ ...request(), noise: request().noise }),
      () => release<R>(smuggled<ReleaseInput<R>>({})),
    ];
    for (const failure of failures) {
      expect(failure).toThrow(/^[^0-9]+$/);
    }
  });

  it('never opens a release under another request, nor a forged one', () => {
    const { mechanism } = request();
    expect(() => openReleased(release(request()), mechanism)).toThrow(AssertionFailure);
    expect(() => openReleased(smuggled<Released<R>>({}), mechanism)).toThrow(AssertionFailure);
  });
});

describe('making tokens', () => {
  it.each([
    ['a sensitivity of 0', { sensitivity: 0n }],
    ['a negative sensitivity', { sensitivity: -1n }],
    ['no cost', { nanoEpsilon: 0n }],
    ['a negative cost', { nanoEpsilon: -1n }],
    ['no squared sensitivity', { sensitivitySquared: 0n }],
    ['an L2 distance above the L1 distance', { sensitivity: 3n, sensitivitySquared: 10n }],
    ['no cells', { length: 0 }],
    ['half a cell', { length: 1.5 }],
    ['more cells than a request may have', { length: 5_000 }],
  ])('never makes a mechanism with %s', (_, part) => {
    expect(() => makeMechanism<R>({ ...FACTS, pieces: [PIECE, { ...PIECE, ...part }] })).toThrow(AssertionFailure);
  });

  it('never makes a mechanism without pieces, nor with more cells in all than a request may have', () => {
    const half = { ...PIECE, length: LIMITS.cellsMax / 2 };
    expect(() => makeMechanism<R>({ ...FACTS, pieces: [] })).toThrow(AssertionFailure);
    expect(() => makeMechanism<R>({ ...FACTS, pieces: [half, half, PIECE] })).toThrow(AssertionFailure);
    expect(lengthOf(factsOf(makeMechanism<R>({ ...FACTS, pieces: [half, half] })))).toBe(LIMITS.cellsMax);
  });

  it('costs what its pieces cost together', () => {
    expect(costOf({ ...FACTS, pieces: [PIECE, { ...PIECE, nanoEpsilon: 1n }] })).toBe(500_000_001n);
  });

  it('never seals or wraps a number of integers that is not the number of cells', () => {
    const mechanism = makeMechanism<R>(FACTS);
    for (const values of [[], [1n], [1n, 2n, 3n]]) {
      expect(() => sealExact(mechanism, values)).toThrow(AssertionFailure);
      expect(() => wrapNoise(mechanism, values)).toThrow(AssertionFailure);
    }
  });

  it('never seals what is not an integer', () => {
    for (const values of [
      [1, 2],
      [1n, null],
      ['1', '2'],
      [1n, 0.5],
    ]) {
      expect(() => sealExact(makeMechanism<R>(FACTS), smuggled<Counts>(values))).toThrow(AssertionFailure);
    }
  });

  it('never charges, draws for or seals under a forged mechanism', () => {
    const forged = smuggled<Mechanism<R>>({ ...FACTS });
    expect(() => factsOf(forged)).toThrow(AssertionFailure);
    expect(() => mintCharge(forged)).toThrow(AssertionFailure);
    expect(() => draw(forged, pool)).toThrow(AssertionFailure);
    expect(() => sealExact(forged, CANARIES)).toThrow(AssertionFailure);
  });
});
