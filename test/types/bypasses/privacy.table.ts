import type { Bypass, Control, Fence } from '../bypass.ts';

/** Two requests in flight, A and B, with their tokens. */
const world = `
import type { Charge, Counts, Exact, Mechanism, Noise, NoisePool, Released } from '../../../src/privacy/index.ts';

export * from '../../../src/privacy/index.ts';

export interface A { readonly a: 'a' }
export interface B { readonly b: 'b' }

export declare const pool: NoisePool;
export declare const counts: Counts;
export declare const mechanismOfA: Mechanism<A>;
export declare const exactOfA: Exact<A, Counts>;
export declare const chargeOfA: Charge<A>;
export declare const noiseOfA: Noise<A>;
export declare const releasedOfA: Released<A>;
export declare const mechanismOfB: Mechanism<B>;
export declare const exactOfB: Exact<B, Counts>;
export declare const chargeOfB: Charge<B>;
export declare const noiseOfB: Noise<B>;
`;

const bypasses: readonly Bypass[] = [
  // Making tokens out of nothing
  {
    name: 'makes an Exact of an object literal',
    error: 2741,
    says: `Property '[exact]' is missing`,
    code: `
import type { A, Counts, Exact } from './world.ts';
export const made: Exact<A, Counts> = {};
`,
  },
  {
    name: 'makes an Exact with a property that has the right name',
    error: 2353,
    says: `'exact' does not exist in type 'Exact<A, Counts>'`,
    code: `
import { type A, type Counts, counts, type Exact } from './world.ts';
export const made: Exact<A, Counts> = { exact: { request: (r: A) => r, value: () => counts } };
`,
  },
  {
    name: 'makes an Exact with a symbol of its own',
    error: 2741,
    says: `Property '[exact]' is missing`,
    code: `
import { type A, type Counts, counts, type Exact } from './world.ts';
const exact: unique symbol = Symbol('exact');
const literal = { [exact]: { request: (r: A) => r, value: () => counts } };
export const made: Exact<A, Counts> = literal;
`,
  },
  {
    name: 'writes a class that implements Exact',
    error: 2420,
    says: `Property '[exact]' is missing in type 'Forged'`,
    code: `
import type { A, Counts, Exact } from './world.ts';
export class Forged implements Exact<A, Counts> {}
`,
  },
  {
    name: 'makes a Mechanism of its facts',
    error: 2353,
    says: `'name' does not exist in type 'Mechanism<A>'`,
    code: `
import type { A, Mechanism } from './world.ts';
export const made: Mechanism<A> = { name: 'discrete-laplace', pieces: [{ length: 1, sensitivity: 1n, sensitivitySquared: 1n, nanoEpsilon: 1n }] };
`,
  },
  {
    name: 'makes a Charge of an object literal',
    error: 2741,
    says: `Property '[charge]' is missing`,
    code: `
import type { A, Charge } from './world.ts';
export const made: Charge<A> = {};
`,
  },
  {
    name: 'makes a Charge of an empty object that came as object',
    error: 2741,
    says: `Property '[charge]' is missing`,
    code: `
import type { A, Charge } from './world.ts';
const empty: object = Object.freeze({});
export const made: Charge<A> = empty;
`,
  },
  {
    name: 'makes a Charge of something unknown',
    error: 2322,
    says: `Type 'unknown' is not assignable to type 'Charge<A>'`,
    code: `
import type { A, Charge } from './world.ts';
const something: unknown = {};
export const made: Charge<A> = something;
`,
  },
  {
    name: 'makes a Noise of zeros',
    error: 2741,
    says: `Property '[noise]' is missing`,
    code: `
import type { A, Noise } from './world.ts';
export const made: Noise<A> = [0n, 0n];
`,
  },
  {
    name: 'makes a Released of bare numbers',
    error: 2741,
    says: `Property '[released]' is missing`,
    code: `
import { type A, counts, type Released } from './world.ts';
export const made: Released<A> = counts;
`,
  },
  {
    name: 'draws from a pool of zeros',
    error: 2345,
    says: `Property '[made]' is missing`,
    code: `
import { draw, mechanismOfA } from './world.ts';
export const made = draw(mechanismOfA, { prepare: () => {}, take: () => [0n] });
`,
  },

  // Releasing without one of the three
  {
    name: 'releases without a charge',
    error: 2345,
    says: `Property 'charge' is missing`,
    code: `
import { exactOfA, noiseOfA, release } from './world.ts';
export const released = release({ exact: exactOfA, noise: noiseOfA });
`,
  },
  {
    name: 'releases with a charge of undefined',
    error: 2322,
    says: `Type 'undefined' is not assignable to type 'Charge<A>'`,
    code: `
import { exactOfA, noiseOfA, release } from './world.ts';
export const released = release({ exact: exactOfA, noise: noiseOfA, charge: undefined });
`,
  },
  {
    name: 'releases without noise',
    error: 2345,
    says: `Property 'noise' is missing`,
    code: `
import { chargeOfA, exactOfA, release } from './world.ts';
export const released = release({ exact: exactOfA, charge: chargeOfA });
`,
  },
  {
    name: 'releases with numbers for noise',
    error: 2741,
    says: `Property '[noise]' is missing`,
    code: `
import { chargeOfA, counts, exactOfA, release } from './world.ts';
export const released = release({ exact: exactOfA, charge: chargeOfA, noise: counts });
`,
  },
  {
    name: 'releases bare numbers',
    error: 2741,
    says: `Property '[exact]' is missing`,
    code: `
import { chargeOfA, counts, noiseOfA, release } from './world.ts';
export const released = release({ exact: counts, charge: chargeOfA, noise: noiseOfA });
`,
  },
  {
    name: 'releases with the noise standing in for the charge',
    error: 2741,
    says: `Property '[charge]' is missing in type 'Noise<A>'`,
    code: `
import { exactOfA, noiseOfA, release } from './world.ts';
export const released = release({ exact: exactOfA, charge: noiseOfA, noise: noiseOfA });
`,
  },
  {
    name: 'releases what was released already',
    error: 2741,
    says: `Property '[exact]' is missing in type 'Released<A>'`,
    code: `
import { chargeOfA, noiseOfA, release, releasedOfA } from './world.ts';
export const again = release({ exact: releasedOfA, charge: chargeOfA, noise: noiseOfA });
`,
  },

  // Tokens of another request
  {
    name: 'releases with the charge of another request',
    error: 2322,
    says: `Type 'Charge<B>' is not assignable to type 'Charge<A>'`,
    code: `
import { chargeOfB, exactOfA, noiseOfA, release } from './world.ts';
export const released = release({ exact: exactOfA, charge: chargeOfB, noise: noiseOfA });
`,
  },
  {
    name: 'releases with the noise of another request',
    error: 2322,
    says: `Type 'Noise<B>' is not assignable to type 'Noise<A>'`,
    code: `
import { chargeOfA, exactOfA, noiseOfB, release } from './world.ts';
export const released = release({ exact: exactOfA, charge: chargeOfA, noise: noiseOfB });
`,
  },
  {
    name: 'releases the value of another request',
    error: 2322,
    says: `Type 'Exact<B, Counts>' is not assignable to type 'Exact<A, Counts>'`,
    code: `
import { type A, chargeOfA, exactOfB, noiseOfA, release } from './world.ts';
export const released = release<A>({ exact: exactOfB, charge: chargeOfA, noise: noiseOfA });
`,
  },
  {
    name: 'mixes two requests whose types are parameters',
    error: 2322,
    says: `Type 'Charge<R2>' is not assignable to type 'Charge<R1>'`,
    code: `
import { type Charge, type Counts, type Exact, type Noise, release } from './world.ts';
export function mix<R1, R2>(exact: Exact<R1, Counts>, noise: Noise<R1>, charge: Charge<R2>): unknown {
  return release({ exact, noise, charge });
}
`,
  },
  {
    name: 'mixes the plan of an inner request into an outer one',
    error: 2322,
    says: `is not assignable to type 'Charge<R1>'`,
    code: `
import { type Charge, type Counts, type Exact, type Noise, release } from './world.ts';
declare function planned(use: <R>(exact: Exact<R, Counts>, charge: Charge<R>, noise: Noise<R>) => void): void;
planned(<R1>(exact: Exact<R1, Counts>, _: Charge<R1>, noise: Noise<R1>) => {
  planned((__, charge) => {
    release<R1>({ exact, charge, noise });
  });
});
`,
  },
  {
    name: 'keeps the charge of one plan in a variable for the next',
    error: 2322,
    says: `Type 'Charge<R>' is not assignable to type 'Charge<unknown>'`,
    code: `
import type { Charge } from './world.ts';
declare function planned(use: <R>(charge: Charge<R>) => void): void;
export const kept: Charge<unknown>[] = [];
planned((charge) => {
  kept[0] = charge;
});
`,
  },

  // Forgetting or widening which request it is
  {
    name: 'widens a charge to any request by unknown',
    error: 2322,
    says: `Type 'Charge<A>' is not assignable to type 'Charge<unknown>'`,
    code: `
import { type Charge, chargeOfA } from './world.ts';
export const wide: Charge<unknown> = chargeOfA;
`,
  },
  {
    name: 'narrows a charge to no request by never',
    error: 2322,
    says: `Type 'Charge<A>' is not assignable to type 'Charge<never>'`,
    code: `
import { type Charge, chargeOfA } from './world.ts';
export const narrow: Charge<never> = chargeOfA;
`,
  },
  {
    name: 'widens a charge to a union of requests',
    error: 2322,
    says: `Type 'Charge<A>' is not assignable to type 'Charge<A | B>'`,
    code: `
import { type A, type B, type Charge, chargeOfA } from './world.ts';
export const either: Charge<A | B> = chargeOfA;
`,
  },
  {
    name: 'narrows a charge to an intersection of requests',
    error: 2322,
    says: `Type 'Charge<A>' is not assignable to type 'Charge<A & B>'`,
    code: `
import { type A, type B, type Charge, chargeOfA } from './world.ts';
export const both: Charge<A & B> = chargeOfA;
`,
  },
  {
    name: 'releases under a union of requests',
    error: 2322,
    says: `is not assignable to type 'Exact<A | B, Counts>'`,
    code: `
import { type A, type B, type Charge, exactOfA, type Noise, release } from './world.ts';
export function either(charge: Charge<A | B>, noise: Noise<A | B>): unknown {
  return release<A | B>({ exact: exactOfA, charge, noise });
}
`,
  },
  {
    name: 'releases under whichever of two charges there is',
    error: 2322,
    says: `Type 'Charge<B>' is not assignable to type 'Charge<A>'`,
    code: `
import { chargeOfA, chargeOfB, exactOfA, noiseOfA, release } from './world.ts';
const charge = Math.max(1, 2) > 1 ? chargeOfA : chargeOfB;
export const released = release({ exact: exactOfA, charge, noise: noiseOfA });
`,
  },
  {
    name: 'widens a value through the loose parameters of methods',
    error: 2322,
    says: `Type 'Holder<A>' is not assignable to type 'Holder<unknown>'`,
    code: `
import type { A, Charge } from './world.ts';
interface Holder<R> { put(charge: Charge<R>): void }
declare const holder: Holder<A>;
export const wide: Holder<unknown> = holder;
`,
  },
  {
    name: 'widens a noise through a list',
    error: 2322,
    says: `Type 'Noise<A>' is not assignable to type 'Noise<unknown>'`,
    code: `
import { type Noise, noiseOfA } from './world.ts';
export const all: readonly Noise<unknown>[] = [noiseOfA];
`,
  },
  {
    name: 'gives one request the supertype of another',
    error: 2345,
    says: `Property 'more' is missing in type 'Wide' but required in type 'Narrow'`,
    code: `
import { type Charge, type Counts, type Exact, type Noise, release } from './world.ts';
interface Wide { readonly id: string }
interface Narrow extends Wide { readonly more: string }
export function reuse(exact: Exact<Wide, Counts>, noise: Noise<Wide>, charge: Charge<Narrow>): unknown {
  const input = { exact, noise, charge };
  return release<Wide>(input);
}
`,
  },
  {
    name: 'changes what kind of value a request has',
    error: 2322,
    says: `Type 'Exact<A, string>' is not assignable to type 'Exact<A, Counts>'`,
    code: `
import { type A, chargeOfA, type Exact, noiseOfA, release } from './world.ts';
export function other(exact: Exact<A, string>): unknown {
  return release<A>({ exact, charge: chargeOfA, noise: noiseOfA });
}
`,
  },

  // Reading what is sealed
  {
    name: 'reads a property of an Exact',
    error: 2339,
    says: `Property 'value' does not exist on type 'Exact<A, Counts>'`,
    code: `
import { exactOfA } from './world.ts';
export const read = exactOfA.value;
`,
  },
  {
    name: 'reads an Exact by index',
    error: 7053,
    says: `can't be used to index type 'Exact<A, Counts>'`,
    code: `
import { exactOfA } from './world.ts';
export const read = exactOfA[0];
`,
  },
  {
    name: 'takes the symbol of Exact from the module that keeps it',
    error: 2305,
    says: 'has no exported member',
    code: `export { exact } from '../../../src/privacy/spine/tokens.ts';\n`,
  },
  {
    name: 'opens the vault of exact values',
    error: 2305,
    says: 'has no exported member',
    code: `export { exacts } from '../../../src/privacy/spine/tokens.ts';\n`,
  },
  {
    name: 'spreads an Exact into a list',
    error: 2488,
    says: `must have a '[Symbol.iterator]()' method`,
    code: `
import { exactOfA } from './world.ts';
export const read = [...exactOfA];
`,
  },
  {
    name: 'takes an Exact for its numbers',
    error: 2740,
    says: `Type 'Exact<A, Counts>' is missing the following properties from type 'readonly bigint[]'`,
    code: `
import { type Counts, exactOfA } from './world.ts';
export const read: Counts = exactOfA;
`,
  },
  {
    name: 'calculates with an Exact',
    error: 2365,
    says: `Operator '+' cannot be applied`,
    code: `
import { exactOfA } from './world.ts';
export const more = exactOfA + 1n;
`,
  },
  {
    name: 'compares an Exact with a threshold',
    error: 2365,
    says: `Operator '>' cannot be applied`,
    code: `
import { exactOfA } from './world.ts';
export const isLarge = exactOfA > 10n;
`,
  },
  {
    name: 'returns an Exact where a release is due',
    error: 2741,
    says: `Property '[released]' is missing in type 'Exact<A, Counts>'`,
    code: `
import { type A, exactOfA, type Released } from './world.ts';
export function answer(): Released<A> {
  return exactOfA;
}
`,
  },
  {
    name: 'reads a release before its commit',
    error: 2339,
    says: `does not exist on type 'Released<A>'`,
    code: `
import { releasedOfA } from './world.ts';
export const early = releasedOfA.values;
`,
  },
  {
    name: 'commits an Exact as if it were released',
    error: 2345,
    says: `Property '[released]' is missing in type 'Exact<A, Counts>'`,
    code: `
import { openReleased } from '../../../src/privacy/for-budget.ts';
import { exactOfA, mechanismOfA } from './world.ts';
export const opened = openReleased(exactOfA, mechanismOfA);
`,
  },
  {
    name: 'commits a release under another request',
    error: 2345,
    says: `Argument of type 'Mechanism<B>' is not assignable to parameter of type 'Mechanism<A>'`,
    code: `
import { openReleased } from '../../../src/privacy/for-budget.ts';
import { mechanismOfB, releasedOfA } from './world.ts';
export const opened = openReleased(releasedOfA, mechanismOfB);
`,
  },

  // Going through the wrong door
  ...['mintCharge', 'openReleased', 'makeMechanism', 'sealExact', 'wrapNoise'].map((name) => ({
    name: `takes ${name} through the common door`,
    error: 2305,
    says: 'has no exported member',
    code: `export { ${name} } from '../../../src/privacy/index.ts';\n`,
  })),
  ...['wrapNoise', 'mintCharge', 'openReleased', 'release'].map((name) => ({
    name: `takes ${name} through the door for queries`,
    error: 2305,
    says: 'has no exported member',
    code: `export { ${name} } from '../../../src/privacy/for-query.ts';\n`,
  })),
  ...['sealExact', 'makeMechanism', 'wrapNoise'].map((name) => ({
    name: `takes ${name} through the door for budgets`,
    error: 2305,
    says: 'has no exported member',
    code: `export { ${name} } from '../../../src/privacy/for-budget.ts';\n`,
  })),
  {
    name: 'takes the release gate through the door of the laws',
    error: 2305,
    says: 'has no exported member',
    code: `export { release } from '../../../src/privacy/laws.ts';\n`,
  },

  // Letting a double decide a cost
  {
    name: 'states ε as a number',
    error: 2345,
    says: `Argument of type 'number' is not assignable to parameter of type 'string'`,
    code: `
import { parseEpsilon } from './world.ts';
export const nano = parseEpsilon(0.5);
`,
  },
  {
    name: 'makes a mechanism whose cost is a number',
    error: 2322,
    says: `Type 'number' is not assignable to type 'bigint'`,
    code: `
import { makeMechanism } from '../../../src/privacy/for-query.ts';
import type { A } from './world.ts';
export const made = makeMechanism<A>({ name: 'discrete-laplace', pieces: [{ length: 1, sensitivity: 1n, sensitivitySquared: 1n, nanoEpsilon: 0.5e9 }] });
`,
  },
  {
    name: 'seals numbers that are not integers',
    error: 2322,
    says: `Type 'number' is not assignable to type 'bigint'`,
    code: `
import { sealExact } from '../../../src/privacy/for-query.ts';
import { mechanismOfA } from './world.ts';
export const sealed = sealExact(mechanismOfA, [1.5]);
`,
  },
  {
    name: 'changes the cost of a mechanism afterwards',
    error: 2540,
    says: `Cannot assign to 'nanoEpsilon' because it is a read-only property`,
    code: `
import { factsOf, mechanismOfA } from './world.ts';
const [piece] = factsOf(mechanismOfA).pieces;
piece!.nanoEpsilon = 1n;
`,
  },
];

const controls: readonly Control[] = [
  {
    name: 'releases with value, charge and noise of one request',
    code: `
import { chargeOfA, exactOfA, noiseOfA, type A, type Released, release } from './world.ts';
export const released: Released<A> = release({ exact: exactOfA, charge: chargeOfA, noise: noiseOfA });
`,
  },
  {
    name: 'releases inside a plan whose request is a parameter',
    code: `
import { type Charge, type Counts, draw, type Exact, type Mechanism, pool, type Released, release } from './world.ts';
declare function planned<T>(use: <R>(plan: { mechanism: Mechanism<R>, exact: Exact<R, Counts>, charge: Charge<R> }) => T): T;
export const done: boolean = planned(({ mechanism, exact, charge }) => {
  return isDone(release({ exact, charge, noise: draw(mechanism, pool) }));
});
function isDone<R>(released: Released<R>): boolean {
  return Object.isFrozen(released);
}
`,
  },
  {
    name: 'walks the whole way through the doors, from facts to committed counts',
    code: `
import { mintCharge, openReleased } from '../../../src/privacy/for-budget.ts';
import { makeMechanism, sealExact } from '../../../src/privacy/for-query.ts';
import { type A, type Counts, draw, factsOf, pool, release } from './world.ts';
const mechanism = makeMechanism<A>({ name: 'discrete-laplace', pieces: [{ length: 1, sensitivity: 1n, sensitivitySquared: 1n, nanoEpsilon: 1n }] });
pool.prepare(factsOf(mechanism));
const exact = sealExact(mechanism, [1n]);
const released = release({ exact, charge: mintCharge(mechanism), noise: draw(mechanism, pool) });
export const counts: Counts = openReleased(released, mechanism);
`,
  },
  {
    name: 'passes tokens on under their own type',
    code: `
import { type A, type Charge, chargeOfA, type Counts, type Exact, exactOfA, type Noise, noiseOfA } from './world.ts';
interface Holder<R> { put(charge: Charge<R>): void }
declare const holder: Holder<A>;
export const same: Holder<A> = holder;
export const tokens: readonly [Exact<A, Counts>, Charge<A>, readonly Noise<A>[]] = [exactOfA, chargeOfA, [noiseOfA]];
`,
  },
  {
    name: 'reads what is public',
    code: `
import { costOf, factsOf, formatEpsilon, mechanismOfA, parseEpsilon, scaleOf } from './world.ts';
import { laplaceLaw, noiseHalfWidth } from '../../../src/privacy/laws.ts';
const facts = factsOf(mechanismOfA);
const scale = scaleOf(facts.pieces[0]!);
export const nano: bigint | undefined = parseEpsilon('0.5');
export const cost: string = formatEpsilon(costOf(facts));
export const interval: bigint = noiseHalfWidth([{ name: 'discrete-laplace', scale }], { confidence: '0.95' });
export const variance: number = laplaceLaw(scale).variance;
`,
  },
];

/** The fence around tokens of `privacy/`. */
export const PRIVACY: Fence = { world, bypasses, controls };
