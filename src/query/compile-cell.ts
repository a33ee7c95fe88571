import { type Axis, cellsOf } from './nodes.ts';
import { identifier, type StatementWriter, typeOf } from './statement-writer.ts';

/** Which cell a row lies in. */
export interface CellExpression {
  /** What must hold for a row to lie in a cell at all. */
  readonly tests: readonly string[];
  /** An INTEGER from 0 to cells − 1 for any value a column can hold, so that no data can make a shift fail. */
  readonly cell: string;
}

/** Compiles the axes of a question; the last axis turns fastest, as in `cellKeys`. */
export function cellExpression(axes: readonly Axis[], writer: StatementWriter): CellExpression {
  const tests: string[] = [];
  const terms: string[] = [];
  let stride = axes.reduce((product, axis) => product * cellsOf(axis), 1);
  for (const axis of axes) {
    stride /= cellsOf(axis);
    if (axis.kind === 'values' && !axis.isWhole) {
      const bound = axis.codes.map((code) => writer.bound(code, typeOf(axis.column)));
      tests.push(`(${identifier(axis.column)} IN (${bound.join(', ')}))`);
    }
    terms.push(`${position(axis, writer)} * ${writer.bound(stride, 'INTEGER')}`);
  }
  return { tests, cell: terms.length === 0 ? '0' : `(${terms.join(' + ')})` };
}

/** A row's place on one axis. */
function position(axis: Axis, writer: StatementWriter): string {
  const name = identifier(axis.column);
  const bound = (value: number): string => writer.bound(value, typeOf(axis.column));
  if (axis.kind === 'bins') {
    const last = axis.edges.length - 1;
    const passed = axis.edges.map((edge, at) => counted(`${name} ${at === last ? '>' : '>='} ${bound(edge)}`));
    const missing = `${counted(`${name} = ${bound(axis.column.missingStep)}`)} * ${writer.bound(axis.edges.length + 1, 'INTEGER')}`;
    return `(${[...passed, missing].join(' + ')})`;
  }
  if (axis.isWhole) {
    return `CAST(least(${name}, ${bound(axis.codes.length - 1)}) AS INTEGER)`;
  }
  // Codes are sorted, so the place of one is how many of the others it has reached.
  const reached = axis.codes.slice(1).map((code) => counted(`${name} >= ${bound(code)}`));
  return reached.length === 0 ? '0' : `(${reached.join(' + ')})`;
}

function counted(test: string): string {
  return `CAST(${test} AS INTEGER)`;
}
