import { LIMITS } from '../../../base/index.ts';
import { type NoiseLaw, noiseHalfWidth, rational } from '../../../privacy/laws.ts';

/** Digits behind the point of a percentage, at most. */
const DIGITS_MAX = 12;

/** How a site counts what it spends. */
export type Counting = 'pure' | 'zcdp';

const DECIMALS: Readonly<Record<Counting, number>> = { pure: 9, zcdp: 18 };
const NANO = LIMITS.nanoEpsilonPerEpsilon;

/** A decimal text as a whole number of its smallest unit; `undefined` for what is no such text. */
function unitsOf(text: string, decimals: number): bigint | undefined {
  const [, whole, part = ''] = /^(\d{1,9})(?:\.(\d{1,18}))?$/.exec(text) ?? [];
  return whole === undefined || part.length > decimals ? undefined : BigInt(whole + part.padEnd(decimals, '0'));
}

export interface Asked {
  readonly counting: Counting;
  /** ε of one question at each site, in nano-ε. */
  readonly nanoEpsilon: bigint;
  readonly sites: number;
  readonly confidence: string;
}

/** The half-width around a count of patients, in patients: of the noise alone, by its law. */
export function countWidth({ counting, nanoEpsilon, sites, confidence }: Asked): bigint {
  const law: NoiseLaw =
    counting === 'pure'
      ? { name: 'discrete-laplace', scale: rational(NANO, nanoEpsilon) }
      : // σ² = 1/2ρ with ρ = ε²/2.
        { name: 'discrete-gaussian', sigmaSquared: rational(NANO * NANO, nanoEpsilon * nanoEpsilon) };
  return noiseHalfWidth(
    Array.from({ length: sites }, () => law),
    { confidence },
  );
}

/** How many questions of that ε what is left pays for. */
export function questionsLeft(left: string, counting: Counting, nanoEpsilon: bigint): bigint {
  const units = unitsOf(left, DECIMALS[counting]) ?? 0n;
  return units / (counting === 'pure' ? nanoEpsilon : (nanoEpsilon * nanoEpsilon + 1n) / 2n);
}

/** What is left of a budget as a headline: three digits behind the point at most, and never more than there is. */
export function shortText(left: string): string {
  if (Number(left) > 0 && Number(left) < 0.001) {
    return '< 0.001';
  }
  const [cut = left] = /^\d+(?:\.\d{1,3})?/.exec(left) ?? [];
  return cut.includes('.') ? cut.replace(/\.?0+$/, '') : cut;
}

/**
 * The certainty, in percent, with which the best guess between two cases is right after a loss of ε: e^ε/(1 + e^ε), rounded up, to as many
 * digits as leave something to 100.
 */
export function worstCertainty(epsilon: number): string {
  const doubt = 100 / (1 + Math.exp(epsilon));
  const digits = Math.min(DIGITS_MAX, Math.max(1, Math.ceil(-Math.log10(doubt))));
  const kept = Math.floor(doubt * 10 ** digits + 1e-9) / 10 ** digits;
  return Number((100 - kept).toFixed(digits)).toString();
}
