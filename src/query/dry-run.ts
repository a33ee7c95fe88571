import { assert } from '../base/index.ts';
import type { Draft, MeasureWire, Objection, PieceWire } from '../contract/index.ts';
import { floorQuotient } from '../policy/index.ts';
import { formatEpsilon, formatRho, type Loss, type MechanismFacts } from '../privacy/index.ts';
import { type AccuracyWanted, epsilonForHalfWidth } from '../privacy/laws.ts';
import { type FinerAnswer, finerAnswers, summedPiece } from './finer-answers.ts';
import { caught, raise } from './objection.ts';
import { sensitivityOf, squaredSensitivityOf } from './pieces.ts';
import { checkedEpsilon, epsilonLimits, mechanismFacts, type Outline, outlined } from './plan.ts';
import type { PlanInput } from './question.ts';
import { measureWire, pieceWires } from './statement.ts';
import { type SharedNoise, totalObjection } from './total.ts';

/** What a stored answer was drawn at: of the question itself, or of a finer table (its key) that would be added up. */
interface StoredShares {
  readonly shares: readonly bigint[];
  readonly finer: string | undefined;
}

/** What a question would be: its price, precision and time, from request, policy and declared facts alone. */
export interface DryRun {
  readonly measures: readonly MeasureWire[];
  readonly pieces: readonly PieceWire[];
  /** The same as a stored answer has them. */
  readonly piecesOf: (stored: StoredShares) => readonly PieceWire[];
  readonly cells: number;
  /** What it would cost on each own meter. */
  readonly loss: Loss;
  /** The shares of its pieces, in nano-ε. */
  readonly shares: readonly bigint[];
  /** What the analyst signs, as a decimal string. */
  readonly epsilon: string;
  /** What it would cost where losses are counted in zCDP, as a decimal string. */
  readonly rho: string | undefined;
  readonly timeClassMs: number;
  readonly blocks: readonly number[];
  readonly queryHash: string;
  /** For looking up whether a stored answer would be served. */
  readonly questionKey: string;
  readonly finer: readonly FinerAnswer[];
  /** Why it can't be answered as a total whose noise is shared so. */
  readonly totalObjection: (noise: SharedNoise) => Objection | undefined;
}

/** Prices a draft. A stated accuracy is solved for ε; blocks left out are all that exist here. */
export function dryRun({ policy, query, facts }: PlanInput<Draft>): DryRun | Objection {
  return caught(() => {
    const outline = outlined({ policy, query: { ...query, blocks: query.blocks ?? [...facts.blocks] }, facts });
    const nanoEpsilon = nanoEpsilonOf(query, outline);
    const mechanism = mechanismFacts(outline, nanoEpsilon);
    const { accountant } = facts;
    const loss = accountant.costOf(mechanism);
    return Object.freeze({
      measures: outline.question.measures.map(measureWire),
      pieces: pieceWires(outline, mechanism),
      piecesOf: (stored: StoredShares) => storedPieces(outline, mechanism, stored),
      cells: outline.question.cells,
      loss,
      shares: mechanism.pieces.map((piece) => piece.nanoEpsilon),
      epsilon: formatEpsilon(nanoEpsilon),
      rho: accountant.facts.kind === 'zcdp' ? formatRho(loss[0] ?? 0n) : undefined,
      timeClassMs: outline.timeClassMs,
      blocks: outline.blocks,
      queryHash: outline.queryHash,
      questionKey: outline.questionKey,
      finer: finerAnswers(outline, mechanism),
      totalObjection: (noise: SharedNoise) => totalObjection(outline, mechanism.pieces, noise),
    });
  });
}

/** Pieces of a finer table have the sensitivities of the question's own (`finerTables`), so that only shares and draws differ. */
function storedPieces(outline: Outline, mechanism: MechanismFacts, { shares, finer }: StoredShares) {
  const pieces = pieceWires(outline, drawnAt(mechanism, shares));
  const draws = outline.finer.find(({ questionKey }) => questionKey === finer)?.cellsPerCell;
  return draws === undefined ? pieces : pieces.map((piece) => summedPiece(piece, draws));
}

function drawnAt({ name, pieces }: MechanismFacts, shares: readonly bigint[]): MechanismFacts {
  return { name, pieces: pieces.map((piece, at) => ({ ...piece, nanoEpsilon: shares[at] ?? piece.nanoEpsilon })) };
}

function nanoEpsilonOf({ epsilon, accuracy }: Draft, { policy, question, facts }: Outline): bigint {
  if (epsilon !== undefined) {
    return checkedEpsilon(epsilon, policy);
  }
  assert(accuracy !== undefined, 'a draft states ε or an accuracy');
  const { min, max } = epsilonLimits(policy);
  const { confidence } = accuracy;
  if (!(Number(confidence) > 0 && Number(confidence) < 1)) {
    return raise('unsupported-shape', 'A confidence lies between 0 and 1, such as "0.95".');
  }
  const wanted = { ...wantedOf(accuracy.halfWidth, question), name: facts.accountant.mechanism, confidence, min, max };
  const sentence = `No ε up to ${formatEpsilon(max)} gives ±${accuracy.halfWidth} at that confidence; ask for less accuracy or fewer groups.`;
  return epsilonForHalfWidth(wanted) ?? raise('epsilon-out-of-range', sentence);
}

/** An accuracy in grid units, for the answers whose interval is their noise alone: one count, sum or histogram. */
function wantedOf(
  halfWidth: number,
  question: Outline['question'],
): Pick<AccuracyWanted, 'sensitivity' | 'sensitivitySquared' | 'halfWidth'> {
  const [[piece, ...others], [node]] = [question.pieces, question.measures];
  if (piece === undefined || others.length > 0 || node === undefined || node.kind === 'quantiles') {
    const sentence = 'An accuracy can be asked of one count, sum or histogram; state epsilon for everything else.';
    return raise('unsupported-shape', sentence);
  }
  const step = node.kind === 'sum' ? (node.values.fields[0]?.column.step ?? 1) : 1;
  return {
    sensitivity: sensitivityOf(question, piece),
    sensitivitySquared: squaredSensitivityOf(question, piece),
    halfWidth: floorQuotient(halfWidth, step),
  };
}
