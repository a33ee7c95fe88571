import { LIMITS } from '../../../base/index.ts';
import type { VerbOutput } from '../../../node/index.ts';
import { formatEpsilon, parseEpsilon } from '../../../privacy/laws.ts';
import { type Counting, countWidth } from './worth.ts';

/** ε of the question that budgets are worked out for, where the visitor names none: 0.1. */
const USUAL = LIMITS.nanoEpsilonPerEpsilon / 10n;

/** A question whose noise is worked out: no data is needed for it. */
export interface Question {
  readonly counting: Counting;
  readonly unit: string;
  readonly nanoEpsilon: bigint;
  /** ε as text. */
  readonly epsilon: string;
  readonly bounds: { readonly min: string; readonly max: string };
  readonly confidence: string;
  /** The confidence in percent. */
  readonly percent: string;
  /** Half-width of a count of patients at one site. */
  readonly width: string;
  /** What the visitor wrote, where it is no ε within the bounds; another one is used. */
  readonly wrong: string | undefined;
}

/** The question that a visitor asks about, within the policy's bounds. */
export function questionOf(
  counting: Counting,
  { question }: Pick<VerbOutput['policy'], 'question'>,
  wanted: string | undefined,
): Question {
  const [min = LIMITS.nanoEpsilonMin, max = LIMITS.nanoEpsilonMax] = [question.min, question.max].map(parseEpsilon);
  const usual = USUAL < min ? min : USUAL > max ? max : USUAL;
  const read = parseEpsilon((wanted ?? '').trim().replace(',', '.'));
  const isGood = read !== undefined && read >= min && read <= max;
  const nanoEpsilon = isGood ? read : usual;
  const { confidence } = question;
  return {
    counting,
    nanoEpsilon,
    confidence,
    bounds: { min: question.min, max: question.max },
    unit: counting === 'pure' ? 'ε' : 'ρ',
    epsilon: formatEpsilon(nanoEpsilon),
    percent: String(Number((100 * Number(confidence)).toFixed(4))),
    width: countWidth({ counting, nanoEpsilon, sites: 1, confidence }).toString(),
    wrong: isGood ? undefined : wanted,
  };
}
