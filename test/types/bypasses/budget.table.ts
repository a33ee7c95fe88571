import type { Bypass, Control, Fence } from '../bypass.ts';

/** A budget, two requests in flight, and a procedure that answers. */
const world = `
import type { Answered, Budget, CommitInput, Refusal, Reserved, ReserveInput } from '../../../src/budget/index.ts';
import type { AnswerWire, Objection, Reply } from '../../../src/contract/index.ts';
import type { Charge, Counts, Exact, Mechanism, Noise, Released } from '../../../src/privacy/index.ts';

export type { Answered, AnswerWire, Budget, Charge, CommitInput, Counts, Exact, Mechanism, Noise, Objection };
export type { Refusal, Released, Reply, ReserveInput };

export interface A { readonly a: 'a' }
export interface B { readonly b: 'b' }

export declare const budget: Budget;
export declare const answered: Answered;
export declare const refusal: Refusal;
export declare const wire: AnswerWire;
export declare const reply: Reply;
export declare const objection: Objection;
export declare const counts: Counts;
export declare const commitOfA: CommitInput<A>;
export declare const reserveOfA: ReserveInput<A>;
export declare const reservedOfA: Reserved<A>;
export declare const exactOfA: Exact<A, Counts>;
export declare const noiseOfA: Noise<A>;
export declare const chargeOfB: Charge<B>;
export declare const releasedOfA: Released<A>;
export declare const releasedOfB: Released<B>;
export declare const mechanismOfB: Mechanism<B>;

export declare function answering(procedure: () => Promise<Answered | Refusal>): void;
`;

/** Things that a procedure might answer with, each a name in the world. */
const NO_ANSWERS: readonly (readonly [what: string, name: string])[] = [
  ['an exact value', 'exactOfA'],
  ['a release that is not committed', 'releasedOfA'],
  ['bare numbers', 'counts'],
  ['a reply as it travels', 'reply'],
  ['an objection that is not recorded', 'objection'],
  ['a reservation', 'reservedOfA'],
];

const bypasses: readonly Bypass[] = [
  // Answering with something else than an answer
  ...NO_ANSWERS.map(([what, name]) => ({
    name: `answers with ${what}`,
    error: 2322,
    says: `is not assignable to type 'Answered | Refusal'`,
    code: `
import { answering, ${name} } from './world.ts';
answering(async () => ${name});
`,
  })),
  {
    name: 'answers with nothing',
    error: 2322,
    says: `Type 'undefined' is not assignable to type 'Answered | Refusal'`,
    code: `
import { answering } from './world.ts';
answering(async () => undefined);
`,
  },
  {
    name: 'answers with what may not have been stored',
    error: 2322,
    says: `Type 'undefined' is not assignable to type 'Answered | Refusal'`,
    code: `
import { answering, type Budget, budget } from './world.ts';
export function ask(input: Parameters<Budget['lookup']>[0]): void {
  answering(() => budget.lookup(input));
}
`,
  },
  {
    name: 'makes an Answered of an object literal',
    error: 2741,
    says: `Property '[answered]' is missing`,
    code: `
import type { Answered } from './world.ts';
export const made: Answered = {};
`,
  },
  {
    name: 'makes a Refusal of its sentence',
    error: 2353,
    says: `does not exist in type 'Refusal'`,
    code: `
import type { Refusal } from './world.ts';
export const made: Refusal = { state: 'refused', code: 'busy', sentence: 'Busy.' };
`,
  },
  {
    name: 'passes a refusal off as an answer',
    error: 2741,
    says: `Property '[answered]' is missing in type 'Refusal'`,
    code: `
import { type Answered, refusal } from './world.ts';
export const made: Answered = refusal;
`,
  },
  {
    name: 'passes an answer on before it is durable',
    error: 2741,
    says: `Property '[answered]' is missing in type 'Promise<Answered>'`,
    code: `
import { type Answered, budget, commitOfA } from './world.ts';
export const early: Answered = budget.commit(commitOfA);
`,
  },
  {
    name: 'reads what an answer says',
    error: 2339,
    says: `does not exist on type 'Answered'`,
    code: `
import { answered } from './world.ts';
export const read = answered.values;
`,
  },
  ...['makeAnswered', 'makeRefusal', 'mintCharge', 'openReleased'].map((name) => ({
    name: `takes ${name} from the budget`,
    error: 2305,
    says: 'has no exported member',
    code: `export { ${name} } from '../../../src/budget/index.ts';\n`,
  })),

  // Committing what was not charged, or not released
  {
    name: 'commits under the charge of another request',
    error: 2322,
    says: `Type 'Charge<B>' is not assignable to type 'Charge<A>'`,
    code: `
import { type A, budget, chargeOfB, commitOfA } from './world.ts';
export const done = budget.commit<A>({ ...commitOfA, charge: chargeOfB });
`,
  },
  {
    name: 'commits the release of another request',
    error: 2322,
    says: `Type 'Released<B>' is not assignable to type 'Released<A>'`,
    code: `
import { type A, budget, commitOfA, releasedOfB } from './world.ts';
export const done = budget.commit<A>({ ...commitOfA, released: releasedOfB });
`,
  },
  {
    name: 'commits an exact value',
    error: 2741,
    says: `Property '[released]' is missing in type 'Exact<A, Counts>'`,
    code: `
import { budget, commitOfA, exactOfA } from './world.ts';
export const done = budget.commit({ ...commitOfA, released: exactOfA });
`,
  },
  {
    name: 'commits without a release',
    error: 2345,
    says: `Property 'released' is missing`,
    code: `
import { budget, commitOfA } from './world.ts';
const { released: _, ...rest } = commitOfA;
export const done = budget.commit(rest);
`,
  },
  {
    name: 'takes a charge from a reservation that may have been refused',
    error: 2339,
    says: `Property 'charge' does not exist on type 'Reserved<A>'`,
    code: `
import { type A, type Charge, reservedOfA } from './world.ts';
export const charge: Charge<A> = reservedOfA.charge;
`,
  },
  {
    name: 'releases under the charge of a cheaper mechanism',
    error: 2322,
    says: `Type 'Charge<B>' is not assignable to type 'Charge<A>'`,
    code: `
import { release } from '../../../src/privacy/index.ts';
import { type A, budget, exactOfA, mechanismOfB, noiseOfA, reserveOfA } from './world.ts';
const reserved = await budget.reserve({ ...reserveOfA, mechanism: mechanismOfB });
if (reserved.state === 'charged') {
  release<A>({ exact: exactOfA, noise: noiseOfA, charge: reserved.charge });
}
`,
  },
  {
    name: 'charges a meter of any name',
    error: 2322,
    says: `Type '"everyone"' is not assignable to type`,
    code: `
import { budget, reserveOfA } from './world.ts';
export const reserved = budget.reserve({ ...reserveOfA, meters: ['everyone'] });
`,
  },
];

const controls: readonly Control[] = [
  {
    name: 'answers with answers and refusals',
    code: `
import { answered, answering, budget, commitOfA, refusal } from './world.ts';
answering(async () => answered);
answering(async () => refusal);
answering(() => budget.commit(commitOfA));
`,
  },
  {
    name: 'reserves, releases and commits one request',
    code: `
import { release } from '../../../src/privacy/index.ts';
import { type Answered, budget, commitOfA, exactOfA, noiseOfA, reserveOfA } from './world.ts';
export async function ask(): Promise<Answered | undefined> {
  const reserved = await budget.reserve(reserveOfA);
  if (reserved.state !== 'charged') {
    return undefined;
  }
  const { charge } = reserved;
  const released = release({ exact: exactOfA, noise: noiseOfA, charge });
  return budget.commit({ ...commitOfA, charge, released });
}
`,
  },
];

/** The fence around tokens of `budget/`. */
export const BUDGET: Fence = { world, bypasses, controls };
