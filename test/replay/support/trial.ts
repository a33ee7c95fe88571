import type { Query } from '../../../src/contract/index.ts';
import type { Policy } from '../../../src/policy/index.ts';
import { compiled } from '../../../src/query/compile/compile.ts';
import { exactValues } from '../../../src/query/execute.ts';
import type { Outline } from '../../../src/query/index.ts';
import { sensitivityOf, squaredSensitivityOf } from '../../../src/query/pieces.ts';
import type { Bounded } from '../../../src/query/question.ts';
import type { BoundStatement, Snapshot } from '../../../src/warehouse/scan.ts';
import { declared, planOf } from '../../query/support/declared.ts';
import { openForTest } from '../../warehouse/support/stored-rows.ts';

/** The steps between staged rows and sealed value. A mutant replaces one of them. */
export interface Pipeline {
  /** What happens to a snapshot file before it is opened. */
  readonly stored: (file: string) => Promise<string>;
  /** What a plan says of its question. */
  readonly plan: (question: Bounded) => Bounded;
  readonly compile: (question: Bounded) => BoundStatement;
  readonly count: (
    snapshot: Snapshot,
    work: { readonly question: Bounded; readonly statement: BoundStatement },
  ) => Promise<readonly bigint[]>;
}

/** What the program does. */
export const REAL: Pipeline = {
  stored: async (file) => file,
  plan: (question) => question,
  compile: compiled,
  count: exactValues,
};

/** Everything of one question on one history that somebody could see, and the vector that noise is added to. */
export interface Trial {
  readonly outline: Outline;
  readonly statement: BoundStatement;
  /** EXPLAIN without its estimates of rows. */
  readonly plan: string;
  /** Rows that came out of each scan, and rows that are live. */
  readonly scanned: readonly number[];
  readonly live: number;
  readonly failed: string | undefined;
  readonly vector: readonly bigint[];
}

/** Runs every question of `queries` on a snapshot file. */
export async function trials(
  file: string,
  { policy, queries, pipeline }: { policy: Policy; queries: readonly Query[]; pipeline: Pipeline },
): Promise<Trial[]> {
  const snapshot = await openForTest(await pipeline.stored(file), policy);
  try {
    const [[live = 0n] = []] = await snapshot.run({
      sql: 'SELECT count(*) FROM series WHERE "live" = 1',
      parameters: [],
    });
    const results: Trial[] = [];
    for (const query of queries) {
      const planned = planOf(policy, query, declared(policy));
      const outline = { ...planned, question: pipeline.plan(planned.question) };
      const statement = pipeline.compile(outline.question);
      const outcome = await pipeline
        .count(snapshot, { question: outline.question, statement })
        .then((vector) => ({ failed: undefined, vector }))
        .catch((error: unknown) => ({ failed: String(error), vector: [] }));
      const plan = JSON.stringify(withoutEstimates(JSON.parse(await snapshot.explain(statement))));
      const scanned = scans(JSON.parse(await snapshot.explain(statement, true)));
      results.push({ outline, statement, plan, scanned, live: Number(live), ...outcome });
    }
    return results;
  } finally {
    snapshot.close();
  }
}

function withoutEstimates(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutEstimates);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const kept = Object.entries(value).filter(([key]) => key !== 'Estimated Cardinality');
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutEstimates(member)]));
}

function scans(value: unknown): number[] {
  if (Array.isArray(value)) {
    return value.flatMap(scans);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const node = value as Record<string, unknown>;
  const own = node.operator_name === 'SEQ_SCAN' ? [Number(node.operator_cardinality)] : [];
  return [...own, ...scans(node.children)];
}

/** How two neighbouring trials of one question differ where they must not; empty when all is well. */
export function findings(one: Trial, other: Trial): string[] {
  const { outline } = one;
  const same: [string, unknown, unknown][] = [
    ['SQL', one.statement.sql, other.statement.sql],
    ['parameters', one.statement.parameters, other.statement.parameters],
    ['plan', one.plan, other.plan],
    ['keys', outline.keys, other.outline.keys],
    ['cost', String(declaredOf(one)), String(declaredOf(other))],
    ['time class', outline.timeClassMs, other.outline.timeClassMs],
    ['shape', one.vector.length, other.vector.length],
    ['error', one.failed, other.failed],
  ];
  const distances = distancesOf(one, other);
  return [
    ...same.flatMap(([what, left, right]) => (JSON.stringify(left) === JSON.stringify(right) ? [] : [what])),
    ...[one, other].flatMap(({ failed }) => (failed === undefined ? [] : ['failure'])),
    ...[one, other].flatMap(({ scanned, live }) =>
      scanned.length === 1 && scanned[0] === live ? [] : ['scan does not read all live rows'],
    ),
    ...declaredOf(one).flatMap((most, piece) => {
      const distance = distances[piece] ?? 0n;
      return distance > most ? [`distance ${distance} of piece ${piece} above ${most}`] : [];
    }),
    ...declaredSquaresOf(one).flatMap((most, piece) => {
      const square = squaresOf(one, other)[piece] ?? 0n;
      return square > most ? [`squared distance ${square} of piece ${piece} above ${most}`] : [];
    }),
  ];
}

/** What one patient may do to each piece, as declared. */
export function declaredOf({ outline: { question } }: Trial): readonly bigint[] {
  return question.pieces.map((piece) => sensitivityOf(question, piece));
}

/** The square of the L2 distance that one patient may make in each piece, as declared. */
export function declaredSquaresOf({ outline: { question } }: Trial): readonly bigint[] {
  return question.pieces.map((piece) => squaredSensitivityOf(question, piece));
}

/** L1 distance of the two vectors before noise, piece by piece. */
export function distancesOf(one: Trial, other: Trial): readonly bigint[] {
  return summedUp(one, other, (difference) => (difference < 0n ? -difference : difference));
}

/** The square of their L2 distance, piece by piece: what Gaussian noise is for. */
export function squaresOf(one: Trial, other: Trial): readonly bigint[] {
  return summedUp(one, other, (difference) => difference * difference);
}

function summedUp(one: Trial, other: Trial, of: (difference: bigint) => bigint): readonly bigint[] {
  const { pieces, cells } = one.outline.question;
  let from = 0;
  return pieces.map(({ width }) => {
    from += width * cells;
    const places = Array.from({ length: width * cells }, (_, at) => from - width * cells + at);
    return places.reduce((total, at) => total + of((one.vector[at] ?? 0n) - (other.vector[at] ?? 0n)), 0n);
  });
}
