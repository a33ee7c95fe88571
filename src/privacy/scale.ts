import { LIMITS } from '../base/index.ts';
import { ATTO_RHO_PER_RHO, rhoOfPure } from './accountant/concentrated.ts';
import { fractionOf, type Rational, rational } from './rational.ts';
import type { MechanismFacts, PieceFacts } from './spine/tokens.ts';

/** What decides how wide discrete-Laplace noise is. */
export type LaplaceFacts = Pick<PieceFacts, 'sensitivity' | 'nanoEpsilon'>;

/** What decides how wide noise of either kind is. */
export type NoiseFacts = LaplaceFacts & Pick<PieceFacts, 'sensitivitySquared'>;

/** The law of one draw of noise, exactly: its scale b in grid units, or its σ² in squared ones. */
export type NoiseLaw =
  | { readonly name: 'discrete-laplace'; readonly scale: Rational }
  | { readonly name: 'discrete-gaussian'; readonly sigmaSquared: Rational };

/** The law of a piece's noise under a mechanism of that name. */
export function lawOf(name: MechanismFacts['name'], piece: NoiseFacts): NoiseLaw {
  return name === 'discrete-laplace' ? { name, scale: scaleOf(piece) } : { name, sigmaSquared: sigmaSquaredOf(piece) };
}

type StatedFraction = Parameters<typeof fractionOf>[0];

/** A law of noise as an answer states it. */
export type StatedLaw =
  | { readonly name: 'discrete-laplace'; readonly scale: StatedFraction }
  | { readonly name: 'discrete-gaussian'; readonly sigmaSquared: StatedFraction };

/** Reads the law that an answer states for a piece. @throws SyntaxError for a fraction that isn't of decimal integers. */
export function lawStated(stated: StatedLaw): NoiseLaw {
  return stated.name === 'discrete-laplace'
    ? { name: stated.name, scale: fractionOf(stated.scale) }
    : { name: stated.name, sigmaSquared: fractionOf(stated.sigmaSquared) };
}

/**
 * The exact scale b = Δ/ε = Δ·10⁹/nano-ε of discrete-Laplace noise, in grid units: the ε charged is the ε sampled.
 * Dwork, McSherry, Nissim, Smith 2006, for the two-sided geometric of Ghosh, Roughgarden, Sundararajan 2009.
 */
export function scaleOf({ sensitivity, nanoEpsilon }: LaplaceFacts): Rational {
  return rational(sensitivity * LIMITS.nanoEpsilonPerEpsilon, nanoEpsilon);
}

/**
 * The exact σ² = Δ₂²/2ρ of discrete-Gaussian noise, in squared grid units, ρ being ⌈ε²/2⌉ in whole units: the ρ charged is the ρ
 * sampled. Canonne, Kamath, Steinke 2020, Theorem 14.
 */
export function sigmaSquaredOf({ sensitivitySquared, nanoEpsilon }: Omit<NoiseFacts, 'sensitivity'>): Rational {
  return rational(sensitivitySquared * ATTO_RHO_PER_RHO, 2n * rhoOfPure(nanoEpsilon));
}

const WIDEST = 2n ** LIMITS.noiseScaleBits;

/** Whether noise is wider than any that is drawn: a scale, or a σ, above 2^`LIMITS.noiseScaleBits` steps. */
export function isTooWide(law: NoiseLaw): boolean {
  return law.name === 'discrete-laplace'
    ? law.scale.numerator > law.scale.denominator * WIDEST
    : law.sigmaSquared.numerator > law.sigmaSquared.denominator * WIDEST * WIDEST;
}
