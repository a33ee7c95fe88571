import { canonicalJson, type Json } from '../base/index.ts';
import type { CohortNode, Has, Logic, RowLeaf, RowNode } from './nodes.ts';

// One meaning, one form, by rewritings that keep the meaning of every row and patient: `all` in `all` and `any` in `any`
// are flattened, children are sorted and taken once, single children unwrapped, a double `not` is taken away. Nothing
// else: `not has X` and `has not X` differ, so neither becomes the other.

/** The normal form of a condition on rows. */
export function normalRow(node: RowNode): RowNode {
  return normal(node, { leaf: (leaf: RowLeaf) => Object.freeze(leaf), json: rowLeafJson });
}

/** The normal form of a condition on patients. */
export function normalCohort(node: CohortNode): CohortNode {
  return normal(node, { leaf: ({ has }: Has) => Object.freeze({ has: normalRow(has) }), json: hasJson });
}

/** A condition on rows as canonical JSON holds it: values by name, steps as integers. */
export function rowJson(node: RowNode): Json {
  return treeJson(node, rowLeafJson);
}

/** A condition on patients as canonical JSON holds it. */
export function cohortJson(node: CohortNode): Json {
  return treeJson(node, hasJson);
}

interface Leaves<Leaf> {
  readonly leaf: (leaf: Leaf) => Leaf;
  readonly json: (leaf: Leaf) => Json;
}

function normal<Leaf>(node: Logic<Leaf>, leaves: Leaves<Leaf>): Logic<Leaf> {
  if (node.kind === 'leaf') {
    return Object.freeze({ kind: 'leaf', leaf: leaves.leaf(node.leaf) });
  }
  if (node.kind === 'not') {
    const inner = normal(node.of, leaves);
    return inner.kind === 'not' ? inner.of : Object.freeze({ kind: 'not', of: inner });
  }
  const { kind } = node;
  const children = node.of.map((child) => normal(child, leaves));
  const flat = children.flatMap((child) => (child.kind === kind ? child.of : [child]));
  const byText = new Map(flat.map((child) => [canonicalJson(treeJson(child, leaves.json)), child]));
  const sorted = [...byText].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, child]) => child);
  const [only] = sorted;
  return sorted.length === 1 && only !== undefined ? only : Object.freeze({ kind, of: Object.freeze(sorted) });
}

function treeJson<Leaf>(node: Logic<Leaf>, json: (leaf: Leaf) => Json): Json {
  if (node.kind === 'leaf') {
    return json(node.leaf);
  }
  return node.kind === 'not'
    ? { not: treeJson(node.of, json) }
    : { [node.kind]: node.of.map((child) => treeJson(child, json)) };
}

function hasJson({ has }: Has): Json {
  return { has: rowJson(has) };
}

function rowLeafJson(leaf: RowLeaf): Json {
  const { keyword } = leaf.column.field;
  if (leaf.test === 'codes') {
    const { values } = leaf.column;
    return { [keyword]: leaf.codes.map((code) => values[code] ?? '').sort() };
  }
  return leaf.test === 'steps'
    ? { [keyword]: { steps: leaf.steps } }
    : { [keyword]: { between: { low: leaf.low, high: leaf.high, unit: 'steps' } } };
}
