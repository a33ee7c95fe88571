import { assert } from '../base/index.ts';
import type { Draft, Objection, Statement } from '../contract/index.ts';
import { formatEpsilon } from '../privacy/index.ts';
import { epsilonForHalfWidth } from '../privacy/laws.ts';
import { caught, object } from './objection.ts';
import { checkedEpsilon, epsilonLimits, mechanismFacts, type Outline, outlined, type PlanInput } from './plan.ts';
import { intervalOf, mechanismWire } from './statement.ts';

/** What a question would be: its price, precision and time, from request, policy and declared facts alone. */
export interface DryRun {
  readonly mechanism: Statement['mechanism'];
  readonly cells: number;
  /** What it would cost on each own meter, in nano-ε. */
  readonly nanoEpsilon: bigint;
  /** The same as a decimal string: what the analyst signs. */
  readonly epsilon: string;
  readonly interval: Statement['interval'];
  readonly timeClassMs: number;
  readonly blocks: readonly number[];
  readonly queryHash: string;
  /** For looking up whether a stored answer would be served. */
  readonly questionKey: string;
}

/** Prices a draft. A stated accuracy is solved for ε; blocks left out are all that exist here. */
export function dryRun({ policy, query, facts }: PlanInput<Draft>): DryRun | Objection {
  return caught(() => {
    const outline = outlined({ policy, query: { ...query, blocks: query.blocks ?? [...facts.blocks] }, facts });
    const nanoEpsilon = nanoEpsilonOf(query, outline);
    const mechanism = mechanismFacts(outline, nanoEpsilon);
    return Object.freeze({
      mechanism: mechanismWire(mechanism),
      cells: outline.question.cells,
      nanoEpsilon,
      epsilon: formatEpsilon(nanoEpsilon),
      interval: intervalOf(outline, mechanism),
      timeClassMs: outline.timeClassMs,
      blocks: outline.blocks,
      queryHash: outline.queryHash,
      questionKey: outline.questionKey,
    });
  });
}

function nanoEpsilonOf({ epsilon, accuracy }: Draft, { policy, sensitivity }: Outline): bigint {
  if (epsilon !== undefined) {
    return checkedEpsilon(epsilon, policy);
  }
  assert(accuracy !== undefined, 'a draft states ε or an accuracy');
  const { min, max } = epsilonLimits(policy);
  const { halfWidth, confidence } = accuracy;
  if (!(Number(confidence) > 0 && Number(confidence) < 1)) {
    return object('unsupported-shape', 'A confidence lies between 0 and 1, such as "0.95".');
  }
  const sentence = `No ε up to ${formatEpsilon(max)} gives ±${halfWidth} at that confidence; ask for less accuracy or fewer groups.`;
  return (
    epsilonForHalfWidth({ halfWidth, confidence, sensitivity, min, max }) ?? object('epsilon-out-of-range', sentence)
  );
}
