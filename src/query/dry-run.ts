import { assert } from '../base/index.ts';
import type { Draft, MeasureWire, Objection, PieceWire } from '../contract/index.ts';
import { formatEpsilon } from '../privacy/index.ts';
import { epsilonForHalfWidth } from '../privacy/laws.ts';
import { type FinerAnswer, finerAnswers } from './finer.ts';
import { caught, object } from './objection.ts';
import { sensitivityOf } from './pieces.ts';
import { checkedEpsilon, epsilonLimits, mechanismFacts, type Outline, outlined, type PlanInput } from './plan.ts';
import { measureWire, pieceWires } from './statement.ts';

/** What a question would be: its price, precision and time, from request, policy and declared facts alone. */
export interface DryRun {
  readonly measures: readonly MeasureWire[];
  readonly pieces: readonly PieceWire[];
  readonly cells: number;
  /** What it would cost on each own meter, in nano-ε. */
  readonly nanoEpsilon: bigint;
  /** The shares of its pieces, in nano-ε. */
  readonly shares: readonly bigint[];
  /** What it would cost as a decimal string: what the analyst signs. */
  readonly epsilon: string;
  readonly timeClassMs: number;
  readonly blocks: readonly number[];
  readonly queryHash: string;
  /** For looking up whether a stored answer would be served. */
  readonly questionKey: string;
  readonly finer: readonly FinerAnswer[];
}

/** Prices a draft. A stated accuracy is solved for ε; blocks left out are all that exist here. */
export function dryRun({ policy, query, facts }: PlanInput<Draft>): DryRun | Objection {
  return caught(() => {
    const outline = outlined({ policy, query: { ...query, blocks: query.blocks ?? [...facts.blocks] }, facts });
    const nanoEpsilon = nanoEpsilonOf(query, outline);
    const mechanism = mechanismFacts(outline, nanoEpsilon);
    return Object.freeze({
      measures: outline.question.measures.map(measureWire),
      pieces: pieceWires(outline, mechanism),
      cells: outline.question.cells,
      nanoEpsilon,
      shares: mechanism.pieces.map((piece) => piece.nanoEpsilon),
      epsilon: formatEpsilon(nanoEpsilon),
      timeClassMs: outline.timeClassMs,
      blocks: outline.blocks,
      queryHash: outline.queryHash,
      questionKey: outline.questionKey,
      finer: finerAnswers(outline, mechanism),
    });
  });
}

function nanoEpsilonOf({ epsilon, accuracy }: Draft, { policy, question }: Outline): bigint {
  if (epsilon !== undefined) {
    return checkedEpsilon(epsilon, policy);
  }
  assert(accuracy !== undefined, 'a draft states ε or an accuracy');
  const { min, max } = epsilonLimits(policy);
  const { confidence } = accuracy;
  if (!(Number(confidence) > 0 && Number(confidence) < 1)) {
    return object('unsupported-shape', 'A confidence lies between 0 and 1, such as "0.95".');
  }
  const { sensitivity, halfWidth } = wantedOf(accuracy.halfWidth, question);
  const sentence = `No ε up to ${formatEpsilon(max)} gives ±${accuracy.halfWidth} at that confidence; ask for less accuracy or fewer groups.`;
  return (
    epsilonForHalfWidth({ halfWidth, confidence, sensitivity, min, max }) ?? object('epsilon-out-of-range', sentence)
  );
}

/** An accuracy in grid units, for the answers whose interval is their noise alone: one count, sum or histogram. */
function wantedOf(halfWidth: number, question: Outline['question']): { sensitivity: bigint; halfWidth: number } {
  const [[piece, ...others], [node]] = [question.pieces, question.measures];
  if (piece === undefined || others.length > 0 || node === undefined || node.kind === 'quantiles') {
    const sentence = 'An accuracy can be asked of one count, sum or histogram; state epsilon for everything else.';
    return object('unsupported-shape', sentence);
  }
  const step = node.kind === 'sum' ? (node.values.fields[0]?.column.step ?? 1) : 1;
  return { sensitivity: sensitivityOf(question, piece), halfWidth: Math.floor(halfWidth / step) };
}
