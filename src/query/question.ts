import { canonicalJson, LIMITS } from '../base/index.ts';
import { measuresOf, type PurposeClass, purposeBit, type Query } from '../contract/index.ts';
import type { Policy } from '../policy/index.ts';
import type { Accountant } from '../privacy/index.ts';
import { measureJson, type Question } from './canonical.ts';
import { type Axis, cellsOf, type MeasureNode } from './nodes.ts';
import { normalCohort, normalRow } from './normal-form.ts';
import { raise } from './objection.ts';
import { lengthOfAll, type Piece, type Priced, piecesOf } from './pieces.ts';
import { readAxes } from './read/axes.ts';
import { readCohort, readCondition } from './read/condition.ts';
import { type Fields, fieldsOf } from './read/fields.ts';
import { readMeasure } from './read/measures.ts';

/** What this site declares about itself and the asker's project; nothing of it is computed from patients. */
export interface DeclaredFacts {
  readonly site: string;
  /** The project asking, its approved purpose and the fields it may use. */
  readonly project: string;
  readonly purpose: string;
  /** Patients who don't allow purposes of this class count in nothing. */
  readonly purposeClass: PurposeClass;
  readonly fields: readonly string[];
  readonly sizeClass: 'small' | 'medium' | 'large';
  /** Intake blocks of this site: every calendar year since its pseudonym domain began. */
  readonly blocks: readonly number[];
  /** Public id of the current snapshot. */
  readonly snapshot: string;
  /** How the site counts losses. */
  readonly accountant: Accountant;
}

/** A question with what one patient can do to its answer. */
export interface Bounded extends Question, Priced {
  /** `masks`: one bit per cell and patient; `rows`: integers per patient and cell. */
  readonly path: 'masks' | 'rows';
  /** The signed blocks that exist here; these are charged. */
  readonly blocksHere: readonly number[];
  /** The bit of a patient's scope mask that must be set for the patient to count. */
  readonly scopeBit: number;
}

/** Whether a patient can touch more cells than count. */
export function isTruncated({ groupsPerPatient, cells }: Pick<Bounded, 'groupsPerPatient' | 'cells'>): boolean {
  return groupsPerPatient < cells;
}

/** A question whose ε may still be open. */
export type Unpriced = Omit<Query, 'epsilon'>;

/** What a plan is made of; `Q` says whether the question has its ε. */
export interface PlanInput<Q> {
  readonly policy: Policy;
  readonly query: Q;
  readonly facts: DeclaredFacts;
}

/** Reads a question against policy and declared facts. Raises an objection for anything that can't be answered. */
export function boundedQuestion(query: Unpriced, policy: Policy, facts: DeclaredFacts): Bounded {
  const fields = fieldsOf(policy, facts.fields);
  const axes = readAxes(query.by ?? [], fields);
  const cells = checkedCells(axes, policy);
  const weighed = readMeasures(query, fields);
  const measures = Object.freeze(weighed.map(({ node }) => node));
  const table = tableOf({ measures, axes, cells }, policy);
  const blocks = [...new Set(query.blocks)].sort((left, right) => left - right);
  return Object.freeze({
    ...table,
    measures,
    cohort: query.cohort && normalCohort(readCohort(query.cohort, fields)),
    where: query.where && normalRow(readCondition(query.where, fields)),
    blocks: Object.freeze(blocks),
    weights: Object.freeze(weighed.map(({ weight }) => weight)),
    blocksHere: blocksHere(blocks, facts),
    scopeBit: purposeBit(facts.purposeClass),
  });
}

/** The same question by other axes. Raises an objection where these make too large a table. */
export function regrouped(question: Bounded, axes: readonly Axis[], policy: Policy): Bounded {
  const { measures } = question;
  return Object.freeze({ ...question, ...tableOf({ measures, axes, cells: checkedCells(axes, policy) }, policy) });
}

/** What of a question follows from its axes. */
type Table = Pick<Bounded, 'axes' | 'cells' | 'groupsPerPatient' | 'pieces' | 'path'>;

function tableOf({ measures, axes, cells }: Pick<Bounded, 'measures' | 'axes' | 'cells'>, policy: Policy): Table {
  return {
    axes: Object.freeze(axes),
    cells,
    groupsPerPatient: Math.min(policy.document.disclosure.groupsPerPatientMax.value, multiplicityOf(axes)),
    pieces: checkedPieces(measures, cells),
    path: isForMasks(measures, cells) ? 'masks' : 'rows',
  };
}

function isForMasks([first, ...more]: readonly MeasureNode[], cells: number): boolean {
  return more.length === 0 && first?.kind === 'count' && first.of === 'patients' && cells <= LIMITS.maskCellsMax;
}

function checkedCells(axes: readonly Axis[], policy: Policy): number {
  const cells = axes.reduce((product, axis) => product * cellsOf(axis), 1);
  const max = Math.min(policy.document.disclosure.cellsMax.value, LIMITS.cellsMax);
  return cells <= max
    ? cells
    : raise(
        'too-many-groups',
        `The question has ${cells} cells; at most ${max} are allowed, so group by fewer fields, or name fewer values or bins.`,
      );
}

interface Weighed {
  readonly node: MeasureNode;
  readonly weight: bigint;
}

/** Measures in the order of their canonical form, which is the order of the answer. */
function readMeasures(query: Unpriced, fields: Fields): readonly Weighed[] {
  const asked = measuresOf(query);
  const most = LIMITS.measuresMax;
  if (asked.length > most) {
    return raise(
      'unsupported-shape',
      `A question states at most ${most} measures, and this one ${asked.length}; ask in several.`,
    );
  }
  const weighed = asked.map((one) => {
    const node = readMeasure(one, fields);
    return { node, weight: BigInt(one.weight ?? 1), text: canonicalJson(measureJson(node)) };
  });
  weighed.sort((left, right) => (left.text < right.text ? -1 : 1));
  if (weighed.some(({ text }, at) => at > 0 && text === weighed[at - 1]?.text)) {
    const sentence = 'The question states one measure twice; state it once, with all points of its quantiles.';
    return raise('unsupported-shape', sentence);
  }
  return weighed;
}

/** All integers of an answer are bounded together, so that noise, record and reply are. */
function checkedPieces(measures: readonly MeasureNode[], cells: number): readonly Piece[] {
  const pieces = piecesOf(measures);
  if (pieces.length > LIMITS.piecesMax) {
    const sentence = `The measures come to ${pieces.length} released vectors; at most ${LIMITS.piecesMax} are allowed, so ask in several questions.`;
    return raise('too-many-groups', sentence);
  }
  const length = lengthOfAll(pieces, cells);
  const sentence = `The measures come to ${length} numbers over ${cells} cells; at most ${LIMITS.cellsMax} are allowed, so ask for fewer groups, fewer bins or a narrower clamp.`;
  return length <= LIMITS.cellsMax ? pieces : raise('too-many-groups', sentence);
}

/** How many cells one patient's rows can lie in: one per axis whose field publish keeps once per patient, else all of them. */
export function multiplicityOf(axes: readonly Axis[]): number {
  return axes.reduce(
    (product, axis) => product * (axis.column.field.multiplicity === 'patient' ? 1 : cellsOf(axis)),
    1,
  );
}

/** Blocks before this site's domain began hold nobody here, so they are neither charged nor refused. */
function blocksHere(blocks: readonly number[], facts: DeclaredFacts): readonly number[] {
  const here = blocks.filter((block) => facts.blocks.includes(block));
  if (here.length === 0) {
    return raise('unknown-value', `None of the intake blocks named exists here; there are ${facts.blocks.join(', ')}.`);
  }
  return Object.freeze(here);
}
