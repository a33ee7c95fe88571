import { assert } from '../../base/index.ts';
import type { MechanismFacts } from '../spine/tokens.ts';
import { rhoWithin } from './cap.ts';
import { ATTO_RHO_PER_RHO, epsilonOf, rhoOfPure } from './concentrated.ts';
import type { Loss } from './loss.ts';

/** By which definition a site counts losses, for life: pure ε, or zCDP with the δ at which its caps are stated. */
export type AccountantFacts = { readonly kind: 'pure' } | { readonly kind: 'zcdp'; readonly delta: string };

/** How a site counts losses. All amounts are whole units, so nothing is rounded but costs, up, and caps, down. */
export interface Accountant {
  readonly facts: AccountantFacts;
  /** What each component of a loss is, in order: as records name it. */
  readonly units: readonly ('nanoEpsilon' | 'attoRho' | 'attoDelta')[];
  /** No loss. */
  readonly none: Loss;
  /** The noise that its questions get. */
  readonly mechanism: MechanismFacts['name'];
  /** What a pure loss of so many nano-ε costs; at least 1. */
  costOfPure(nanoEpsilon: bigint): Loss;
  /** What a mechanism costs: the sum of its pieces. @throws AssertionFailure for one that it can't count. */
  costOf(mechanism: Costed): Loss;
  /** What grants of so many nano-ε in all let a meter spend; at least 0. */
  capOf(nanoEpsilon: bigint): Loss;
}

/** What decides the cost of a mechanism. */
export interface Costed {
  readonly name: string;
  readonly pieces: readonly { readonly nanoEpsilon: bigint }[];
}

/** Sums of nano-ε. Basic composition: Dwork and Roth 2014, Theorem 3.14. */
export const PURE: Accountant = Object.freeze({
  facts: Object.freeze({ kind: 'pure' }),
  units: ['nanoEpsilon'],
  none: [0n],
  mechanism: 'discrete-laplace',
  costOfPure: (nanoEpsilon) => [nanoEpsilon],
  costOf({ name, pieces }) {
    assert(name === 'discrete-laplace', 'Gaussian noise has no pure ε');
    return [pieces.reduce((sum, { nanoEpsilon }) => sum + nanoEpsilon, 0n)];
  },
  capOf: (nanoEpsilon) => [nanoEpsilon],
} satisfies Accountant);

/** The form of a declared δ: a power of ten from 10⁻⁴ to 10⁻¹⁵ as a decimal string, so that ln 1/δ is bounded in integers. */
export const DELTA_FORM = /^0\.0{3,14}1$/;

/** The accountant of these facts. @throws AssertionFailure for a δ of another form. */
export function accountantOf(facts: AccountantFacts): Accountant {
  return facts.kind === 'pure' ? PURE : concentrated(facts.delta);
}

/**
 * Sums of ρ, and of the δ of approximate zCDP, of which no mechanism here spends any: Bun, Steinke 2016, Lemmas 1.7 and 8.2. A
 * share of ε costs ⌈ε²/2⌉, whichever noise it buys: Gaussian noise is that wide (`scale.ts`), and pure ε is at most that in zCDP.
 */
function concentrated(delta: string): Accountant {
  assert(DELTA_FORM.test(delta), 'a declared δ is a power of ten');
  const digits = BigInt(delta.length - '0.'.length);
  return Object.freeze({
    facts: Object.freeze({ kind: 'zcdp', delta }),
    units: ['attoRho', 'attoDelta'],
    none: [0n, 0n],
    mechanism: 'discrete-gaussian',
    costOfPure: (nanoEpsilon) => [rhoOfPure(nanoEpsilon), 0n],
    costOf: ({ pieces }) => [pieces.reduce((sum, { nanoEpsilon }) => sum + rhoOfPure(nanoEpsilon), 0n), 0n],
    capOf: (nanoEpsilon) => [rhoWithin(nanoEpsilon, digits), 0n],
  } satisfies Accountant);
}

/** The ε of (ε, δ)-differential privacy that a loss of ρ comes to, as a decimal string rounded up to thousandths. For statements. */
export function statedEpsilon(attoRho: bigint, delta: string): string {
  return (Math.ceil(epsilonOf({ attoRho }, Number(delta)) * 1_000) / 1_000).toString();
}

/** The shortest decimal string of an amount of atto-ρ. */
export function formatRho(attoRho: bigint): string {
  const decimals = (attoRho % ATTO_RHO_PER_RHO).toString().padStart(18, '0').replace(/0+$/, '');
  return decimals === '' ? `${attoRho / ATTO_RHO_PER_RHO}` : `${attoRho / ATTO_RHO_PER_RHO}.${decimals}`;
}
