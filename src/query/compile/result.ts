import { assert } from '../../base/index.ts';
import { type Bounds, type MeasureNode, middleOf } from '../nodes.ts';
import type { Piece } from '../pieces.ts';
import type { Bounded } from '../question.ts';
import { placeInBins } from './cell.ts';
import { countName, type Gathered, type Reduced, reducedOf } from './gathered.ts';
import type { Parts } from './parts.ts';
import type { StatementWriter } from './statement-writer.ts';

/** What is left to do: clamp what was gathered, and add it up piece by piece. */
export interface Resulting {
  readonly gathered: Gathered;
  readonly parts: Parts;
  /** One line for every patient and cell that counts, with the gathered columns. */
  readonly bounded: string;
}

/** One number for every cell. */
interface Term {
  readonly piece: number;
  readonly sql: string;
}

/** One number for every place in every cell. */
interface Spread {
  readonly piece: number;
  readonly value: string;
  readonly place: string;
}

/** What is added up over one source of lines. */
interface Branch {
  readonly from: string;
  readonly terms: Term[];
  readonly spreads: Spread[];
}

/** Adds up all pieces: rows of piece, cell, place in the cell, total. */
export function resultStatement(question: Bounded, resulting: Resulting): string {
  const branches = branchesOf(question, resulting);
  const selects = [...branches.values()].flatMap((branch) => branchSelects(branch, resulting));
  const [only = '', ...more] = selects.map((select) => select('"bounded"'));
  return more.length === 0
    ? (selects[0]?.(`(${resulting.bounded})`) ?? only)
    : `WITH "bounded" AS MATERIALIZED (${resulting.bounded}) ${[only, ...more].join(' UNION ALL ')}`;
}

function branchesOf(question: Bounded, { gathered, parts: { writer } }: Resulting): ReadonlyMap<string, Branch> {
  const branches = new Map<string, Branch>();
  const branchOf = (from: string): Branch => {
    const branch = branches.get(from) ?? { from, terms: [], spreads: [] };
    branches.set(from, branch);
    return branch;
  };
  question.pieces.forEach((piece, at) => {
    const node = question.measures[piece.measure];
    assert(node !== undefined, 'a piece belongs to a measure');
    if (node.kind === 'count') {
      branchOf('').terms.push({ piece: at, sql: `sum(${countName(node.of)})` });
      return;
    }
    const reduced = reducedOf(node, gathered.reduced);
    assert(reduced !== undefined, 'what a measure is made of was gathered');
    const branch = branchOf(reduced.values.per === 'study' ? unnested(reduced, gathered) : '');
    if (piece.name === 'bins' || piece.name === 'tree') {
      branch.spreads.push(spread(at, { node, reduced, writer }));
    } else {
      branch.terms.push({ piece: at, sql: term(piece, { node, reduced, writer }) });
    }
  });
  return branches;
}

/** The values of studies, one a line. */
function unnested({ names }: Reduced, { isOneCell }: Gathered): string {
  const lists = names.map((name) => `unnest(${name}) AS ${name}`).join(', ');
  return isOneCell ? `SELECT ${lists} FROM ` : `SELECT "cell", ${lists} FROM `;
}

interface Measuring {
  readonly node: Exclude<MeasureNode, { kind: 'count' }>;
  readonly reduced: Reduced;
  readonly writer: StatementWriter;
}

function term({ name, fields }: Piece, { node, reduced, writer }: Measuring): string {
  const value = (field: number): string => {
    const bounds = node.values.fields[field];
    assert(bounds !== undefined, 'a piece is made of fields of its measure');
    const origin = node.kind === 'sum' ? 0 : middleOf(bounds);
    return fromOrigin(reduced.names[field] ?? '', { bounds, origin, writer });
  };
  const [first = 0, second = first] = fields;
  switch (name) {
    case 'n':
      return `count(${reduced.names[0]})`;
    case 'sum':
      return `sum(${value(first)})`;
    default:
      return `sum(${value(first)} * ${value(second)})`;
  }
}

interface Placing {
  readonly bounds: Bounds;
  readonly origin: number;
  readonly writer: StatementWriter;
}

/** A clamped value as its distance from an origin. `least` and `greatest` pass over NULL, so it is kept out of them. */
function fromOrigin(name: string, { bounds: { low, high }, origin, writer }: Placing): string {
  const clamped = `least(greatest(${name}, ${writer.bound(low, 'INTEGER')}), ${writer.bound(high, 'INTEGER')})`;
  return `CASE WHEN ${name} IS NOT NULL THEN CAST(${clamped} AS BIGINT) - ${writer.bound(origin, 'BIGINT')} END`;
}

function spread(piece: number, { node, reduced, writer }: Measuring): Spread {
  const [value = ''] = reduced.names;
  const [bounds] = node.values.fields;
  assert(bounds !== undefined, 'bins and trees are over one field');
  if (node.kind === 'histogram') {
    const place = placeInBins(
      value,
      { edges: node.edges, missing: bounds.column.missingStep, type: 'INTEGER' },
      writer,
    );
    return { piece, value, place };
  }
  assert(node.kind === 'quantiles', 'only histograms and trees are spread over places');
  const above = fromOrigin(value, { bounds, origin: bounds.low, writer });
  return { piece, value, place: `(${above}) // ${writer.bound(node.tree.leafSteps, 'BIGINT')}` };
}

type Select = (bounded: string) => string;

function branchSelects(
  { from, terms, spreads }: Branch,
  { gathered, parts: { writer } }: Resulting,
): readonly Select[] {
  const source = (bounded: string): string => (from === '' ? bounded : `(${from}${bounded})`);
  const [cell, byCell] = gathered.isOneCell ? ['0', ''] : ['"cell"', ' GROUP BY "cell"'];
  const number = (piece: number): string => writer.bound(piece, 'INTEGER');
  const wide = spreads.map(({ piece, value, place }): Select => {
    const [slot, group] = [`coalesce(${place}, 0)`, gathered.isOneCell ? '"slot"' : '"cell", "slot"'];
    const head = `SELECT ${number(piece)} AS "piece", ${cell} AS "cell", ${slot} AS "slot", count(${value}) AS "total"`;
    return (bounded) => `${head} FROM ${source(bounded)} GROUP BY ${group}`;
  });
  if (terms.length === 0) {
    return wide;
  }
  return [
    sumsSelect({ terms: terms.map(({ piece, sql }) => ({ piece: number(piece), sql })), cell, byCell, source }),
    ...wide,
  ];
}

interface Sums {
  readonly terms: readonly { readonly piece: string; readonly sql: string }[];
  readonly cell: string;
  readonly byCell: string;
  readonly source: (bounded: string) => string;
}

/** All sums over one source in one pass, then one line a piece. */
function sumsSelect({ terms, cell, byCell, source }: Sums): Select {
  const totals = terms.map(({ sql }, at) => `coalesce(${sql}, 0) AS "t${at}"`).join(', ');
  const pieces = terms.map(({ piece }) => piece).join(', ');
  const names = terms.map((_, at) => `"t${at}"`).join(', ');
  return (bounded) => `
    SELECT unnest([${pieces}]) AS "piece", "cell", 0 AS "slot", unnest([${names}]) AS "total"
    FROM (SELECT ${cell} AS "cell", ${totals} FROM ${source(bounded)}${byCell})`;
}
