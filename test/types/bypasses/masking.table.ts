import type { Bypass, Control, Fence } from '../bypass.ts';

/** Two requests for totals in flight, A and B, with their tokens. */
const world = `
import type { Charge, Counts, Disguise, Exact, Masked, Mechanism, Noise, Released, TotalRound } from '../../../src/privacy/index.ts';
import type { Entropy } from '../../../src/base/index.ts';

export * from '../../../src/privacy/index.ts';

export interface A { readonly a: 'a' }
export interface B { readonly b: 'b' }

export declare const entropy: Entropy;
export declare const round: TotalRound;
export declare const counts: Counts;
export declare const vector: BigUint64Array;
export declare const mechanismOfA: Mechanism<A>;
export declare const mechanismOfB: Mechanism<B>;
export declare const exactOfA: Exact<A, Counts>;
export declare const chargeOfA: Charge<A>;
export declare const noiseOfA: Noise<A>;
export declare const disguiseOfA: Disguise<A>;
export declare const maskedOfA: Masked<A>;
export declare const releasedOfA: Released<A>;
export declare const chargeOfB: Charge<B>;
export declare const disguiseOfB: Disguise<B>;
`;

const bypasses: readonly Bypass[] = [
  {
    name: 'makes a Masked of a bare vector',
    error: 2741,
    says: `Property '[masked]' is missing`,
    code: `
import { type A, type Masked, vector } from './world.ts';
export const made: Masked<A> = vector;
`,
  },
  {
    name: 'makes a Disguise of masks of zero',
    error: 2353,
    says: `does not exist in type 'Disguise<A>'`,
    code: `
import type { A, Disguise } from './world.ts';
export const made: Disguise<A> = { masks: new BigUint64Array(1), shares: [0n] };
`,
  },
  {
    name: 'masks without a charge',
    error: 2345,
    says: `Property 'charge' is missing`,
    code: `
import { disguiseOfA, exactOfA, mask } from './world.ts';
export const masked = mask({ exact: exactOfA, disguise: disguiseOfA });
`,
  },
  {
    name: 'masks without a disguise',
    error: 2345,
    says: `Property 'disguise' is missing`,
    code: `
import { chargeOfA, exactOfA, mask } from './world.ts';
export const masked = mask({ exact: exactOfA, charge: chargeOfA });
`,
  },
  {
    name: 'masks under the charge of another request for a total',
    error: 2322,
    says: `Type 'Charge<B>' is not assignable to type 'Charge<A>'`,
    code: `
import { type A, chargeOfB, disguiseOfA, exactOfA, mask } from './world.ts';
export const masked = mask<A>({ exact: exactOfA, charge: chargeOfB, disguise: disguiseOfA });
`,
  },
  {
    name: 'masks with what was drawn for another request',
    error: 2322,
    says: `Type 'Disguise<B>' is not assignable to type 'Disguise<A>'`,
    code: `
import { type A, chargeOfA, disguiseOfB, exactOfA, mask } from './world.ts';
export const masked = mask<A>({ exact: exactOfA, charge: chargeOfA, disguise: disguiseOfB });
`,
  },
  {
    name: 'releases under a share of the noise, without masks',
    error: 2741,
    says: `Property '[noise]' is missing in type 'Disguise<A>'`,
    code: `
import { chargeOfA, disguiseOfA, exactOfA, release } from './world.ts';
export const released = release({ exact: exactOfA, charge: chargeOfA, noise: disguiseOfA });
`,
  },
  {
    name: 'masks with noise that is no share',
    error: 2741,
    says: `Property '[disguise]' is missing in type 'Noise<A>'`,
    code: `
import { chargeOfA, exactOfA, mask, noiseOfA } from './world.ts';
export const masked = mask({ exact: exactOfA, charge: chargeOfA, disguise: noiseOfA });
`,
  },
  {
    name: 'draws a disguise without saying for which round',
    error: 2554,
    says: 'Expected 3 arguments',
    code: `
import { disguise, entropy, mechanismOfA } from './world.ts';
export const drawn = disguise(mechanismOfA, entropy);
`,
  },
  {
    name: 'passes a disguise on that a key of small order left empty',
    error: 2322,
    says: `Type 'undefined' is not assignable to type 'Generator<void, Disguise<A>, void>'`,
    code: `
import { type A, type Disguise, type Drawing, disguise, entropy, mechanismOfA, round } from './world.ts';
export const drawn: Drawing<Disguise<A>> = disguise(mechanismOfA, round, entropy);
`,
  },
  {
    name: 'masks with shares that are not drawn yet',
    error: 2741,
    says: `Property '[disguise]' is missing in type 'Generator<void, Disguise<A>, void>'`,
    code: `
import { chargeOfA, disguise, entropy, exactOfA, mask, mechanismOfA, round } from './world.ts';
export const masked = mask({ exact: exactOfA, charge: chargeOfA, disguise: disguise(mechanismOfA, round, entropy)! });
`,
  },
  {
    name: 'passes a masked vector off as a release',
    error: 2741,
    says: `Property '[released]' is missing in type 'Masked<A>'`,
    code: `
import { type A, maskedOfA, type Released } from './world.ts';
export const released: Released<A> = maskedOfA;
`,
  },
  {
    name: 'passes a release off as a masked vector',
    error: 2741,
    says: `Property '[masked]' is missing in type 'Released<A>'`,
    code: `
import { type A, type Masked, releasedOfA } from './world.ts';
export const masked: Masked<A> = releasedOfA;
`,
  },
  {
    name: 'reads a masked vector',
    error: 2339,
    says: `does not exist on type 'Masked<A>'`,
    code: `
import { maskedOfA } from './world.ts';
export const read = maskedOfA.vector;
`,
  },
  {
    name: 'opens a masked vector under another request',
    error: 2345,
    says: `Argument of type 'Masked<A>' is not assignable`,
    code: `
import { openMasked } from '../../../src/privacy/for-budget.ts';
import { type B, maskedOfA, mechanismOfB } from './world.ts';
export const opened = openMasked<B>(maskedOfA, mechanismOfB);
`,
  },
  ...['wrapDisguise', 'openMasked', 'pairMasks'].map((name) => ({
    name: `takes ${name} from the main door`,
    error: 2305,
    says: 'has no exported member',
    code: `export { ${name} } from '../../../src/privacy/index.ts';\n`,
  })),
];

const controls: readonly Control[] = [
  {
    name: 'masks with value, charge and disguise of one request',
    code: `
import { type A, chargeOfA, disguise, entropy, exactOfA, mask, type Masked, mechanismOfA, round } from './world.ts';
const drawn = disguise(mechanismOfA, round, entropy)?.next();
export const masked: Masked<A> | undefined =
  drawn?.done ? mask({ exact: exactOfA, charge: chargeOfA, disguise: drawn.value }) : undefined;
`,
  },
];

/** The fence around masked vectors, the third kind of value. */
export const MASKING: Fence = { world, bypasses, controls };
