import { type Axis, cellsOf } from '../nodes.ts';
import { type BoundType, identifier, type StatementWriter, typeOf } from './statement-writer.ts';
import { isOneOf, runsOf } from './value-runs.ts';

/** Which cell a row lies in. */
export interface CellExpression {
  /** What must hold for a row to lie in a cell at all. */
  readonly tests: readonly string[];
  /** An INTEGER from 0 to cells − 1 for every row that passes the tests, whatever its columns hold. */
  readonly cell: string;
}

/** Compiles the axes of a question; the last axis turns fastest, as in `cellKeys`. */
export function cellExpression(axes: readonly Axis[], writer: StatementWriter): CellExpression {
  const tests: string[] = [];
  const terms: string[] = [];
  let stride = axes.reduce((product, axis) => product * cellsOf(axis), 1);
  for (const axis of axes) {
    stride /= cellsOf(axis);
    tests.push(...axisTests(axis, writer));
    const place = position(axis, writer);
    terms.push(stride === 1 ? place : `${place} * ${writer.bound(stride, 'INTEGER')}`);
  }
  return { tests, cell: terms.length === 0 ? '0' : `(${terms.join(' + ')})` };
}

/** No row of any data may make the place of a cell, and so a shift, run out of its range: such rows are in no cell. */
function axisTests(axis: Axis, writer: StatementWriter): readonly string[] {
  if (axis.kind === 'bins') {
    return [];
  }
  const name = identifier(axis.column);
  const bound = (code: number): string => writer.bound(code, typeOf(axis.column));
  return [axis.isWhole ? `(${name} <= ${bound(axis.codes.length - 1)})` : isOneOf(name, axis.codes, bound)];
}

/** A row's place on one axis. */
function position(axis: Axis, writer: StatementWriter): string {
  const name = identifier(axis.column);
  const bound = (value: number): string => writer.bound(value, typeOf(axis.column));
  if (axis.kind === 'bins') {
    return placeInBins(
      name,
      { edges: axis.edges, missing: axis.column.missingStep, type: typeOf(axis.column) },
      writer,
    );
  }
  if (axis.isWhole) {
    return `CAST(${name} AS INTEGER)`;
  }
  if (axis.codes.length === 1) {
    return '0';
  }
  // Codes are sorted, so the place of one is its distance from the first, less what lies between the runs before it.
  const [first, ...runs] = runsOf(axis.codes);
  const bound32 = (value: number): string => writer.bound(value, 'INTEGER');
  let end = first?.to ?? 0;
  const gaps = runs.map(({ from, to }) => {
    const gap = from - end - 1;
    end = to;
    return ` - ${counted(`${name} >= ${bound(from)}`)} * ${bound32(gap)}`;
  });
  return `(CAST(${name} AS INTEGER) - ${bound32(first?.from ?? 0)}${gaps.join('')})`;
}

/** Bins of a value: rising edges, and the step that stands for MISSING. */
export interface BinPlaces {
  readonly edges: readonly number[];
  readonly missing: number;
  readonly type: BoundType;
}

/** Where a value lies: 0 below the edges, then its bin, then above, then MISSING. */
export function placeInBins(value: string, { edges, missing, type }: BinPlaces, writer: StatementWriter): string {
  const last = edges.length - 1;
  const passed = edges.map((edge, at) => counted(`${value} ${at === last ? '>' : '>='} ${writer.bound(edge, type)}`));
  // MISSING lies below all edges, so none was passed.
  const absent = `${counted(`${value} = ${writer.bound(missing, type)}`)} * ${writer.bound(edges.length + 1, 'INTEGER')}`;
  return `(${[...passed, absent].join(' + ')})`;
}

function counted(test: string): string {
  return `CAST(${test} AS INTEGER)`;
}
