import type { CohortNode, Logic, RowLeaf, RowNode } from '../nodes.ts';
import { identifier, type StatementWriter, typeOf } from './statement-writer.ts';
import { isOneOf } from './value-runs.ts';

/** A condition on rows as a boolean expression over the columns of `series`. */
export function rowExpression(node: RowNode, writer: StatementWriter): string {
  return treeExpression(node, (leaf) => leafExpression(leaf, writer));
}

/** A condition on patients: what must hold over flags, and what each flag ORs over the patient's rows. */
export interface CohortExpression {
  readonly tests: readonly string[];
  /** `has_0`, `has_1`, … and the row expression of each. */
  readonly flags: readonly { readonly name: string; readonly row: string }[];
}

/** Compiles a cohort; without one every patient is in it. */
export function cohortExpression(node: CohortNode | undefined, writer: StatementWriter): CohortExpression {
  if (node === undefined) {
    return { tests: [], flags: [] };
  }
  const flags: { name: string; row: string }[] = [];
  const expression = treeExpression(node, ({ has }) => {
    const name = `"has_${flags.length}"`;
    flags.push({ name, row: rowExpression(has, writer) });
    return name;
  });
  return { tests: [expression], flags };
}

function treeExpression<Leaf>(node: Logic<Leaf>, leaf: (leaf: Leaf) => string): string {
  if (node.kind === 'leaf') {
    return leaf(node.leaf);
  }
  if (node.kind === 'not') {
    return `(NOT ${treeExpression(node.of, leaf)})`;
  }
  const word = node.kind === 'all' ? ' AND ' : ' OR ';
  return `(${node.of.map((child) => treeExpression(child, leaf)).join(word)})`;
}

function leafExpression(leaf: RowLeaf, writer: StatementWriter): string {
  const name = identifier(leaf.column);
  const bound = (value: number): string => writer.bound(value, typeOf(leaf.column));
  if (leaf.test === 'range') {
    return `(${name} BETWEEN ${bound(leaf.low)} AND ${bound(leaf.high)})`;
  }
  const values = leaf.test === 'codes' ? leaf.codes : leaf.steps;
  return isOneOf(name, values, bound);
}
