import { assert, LIMITS } from '../base/index.ts';
import type { Query } from '../contract/index.ts';
import type { Policy } from '../policy/index.ts';
import type { Question } from './canonical.ts';
import { PER_GROUP_MAX } from './compile-rows.ts';
import { fieldsOf } from './fields.ts';
import { type Axis, type Countable, cellsOf } from './nodes.ts';
import { normalCohort, normalRow } from './normal-form.ts';
import { object } from './objection.ts';
import { readAxes } from './read-axes.ts';
import { readCohort, readCondition } from './read-condition.ts';

/** What this site declares about itself and the asker's project; nothing of it is computed from patients. */
export interface DeclaredFacts {
  readonly site: string;
  /** The project asking, its approved purpose and the fields it may use. */
  readonly project: string;
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly sizeClass: 'small' | 'medium' | 'large';
  /** Intake blocks of this site: every calendar year since its pseudonym domain began. */
  readonly blocks: readonly number[];
  /** Public id of the current snapshot. */
  readonly snapshot: string;
}

/** A question with what one patient can do to its answer. */
export interface Bounded extends Question {
  readonly cells: number;
  /** L0: how many cells one patient may count in. */
  readonly groupsPerPatient: number;
  /** l∞: how much one patient may count in one cell. */
  readonly perGroup: number;
  /** `masks`: one bit per cell and patient; `rows`: one count per patient and cell. */
  readonly path: 'masks' | 'rows';
  /** The signed blocks that exist here; these are charged. */
  readonly blocksHere: readonly number[];
}

/** Whether a patient can touch more cells than count. */
export function isTruncated({ groupsPerPatient, cells }: Bounded): boolean {
  return groupsPerPatient < cells;
}

/** A question whose ε may still be open. */
export type Unpriced = Omit<Query, 'epsilon'>;

/** Reads a question against policy and declared facts. Raises an objection for anything that can't be answered. */
export function boundedQuestion(query: Unpriced, policy: Policy, facts: DeclaredFacts): Bounded {
  const fields = fieldsOf(policy, facts.fields);
  const axes = readAxes(query.by ?? [], fields);
  const cells = checkedCells(axes, policy);
  const perGroup = perGroupOf(query.count, policy);
  const blocks = [...new Set(query.blocks)].sort((left, right) => left - right);
  const isMasks = query.count === 'patients' && cells <= LIMITS.maskCellsMax;
  return Object.freeze({
    count: query.count,
    cohort: query.cohort && normalCohort(readCohort(query.cohort, fields)),
    where: query.where && normalRow(readCondition(query.where, fields)),
    axes: Object.freeze(axes),
    blocks: Object.freeze(blocks),
    cells,
    groupsPerPatient: Math.min(policy.document.disclosure.groupsPerPatientMax.value, multiplicityOf(axes)),
    perGroup,
    path: isMasks ? 'masks' : 'rows',
    blocksHere: blocksHere(blocks, facts),
  });
}

function checkedCells(axes: readonly Axis[], policy: Policy): number {
  const cells = axes.reduce((product, axis) => product * cellsOf(axis), 1);
  const max = Math.min(policy.document.disclosure.cellsMax.value, LIMITS.cellsMax);
  return cells <= max
    ? cells
    : object('too-many-groups', `The question has ${cells} cells; at most ${max} are allowed.`);
}

/** How many cells one patient's rows can lie in: one per axis whose field publish keeps once per patient, else all of them. */
function multiplicityOf(axes: readonly Axis[]): number {
  return axes.reduce(
    (product, axis) => product * (axis.column.field.multiplicity === 'patient' ? 1 : cellsOf(axis)),
    1,
  );
}

function perGroupOf(count: Countable, policy: Policy): number {
  const perGroup = count === 'patients' ? 1 : policy.document.disclosure.perGroupMax.value[count];
  assert(perGroup <= PER_GROUP_MAX, 'what a patient counts in a cell fits its bits');
  return perGroup;
}

/** Blocks before this site's domain began hold nobody here, so they are neither charged nor refused. */
function blocksHere(blocks: readonly number[], facts: DeclaredFacts): readonly number[] {
  const here = blocks.filter((block) => facts.blocks.includes(block));
  if (here.length === 0) {
    return object(
      'unknown-value',
      `None of the intake blocks named exists here; there are ${facts.blocks.join(', ')}.`,
    );
  }
  return Object.freeze(here);
}
