import { chmodSync, copyFileSync } from 'node:fs';
import { compiled } from '../../../src/query/compile/compile.ts';
import { rowExpression } from '../../../src/query/compile/condition.ts';
import { statementWriter } from '../../../src/query/compile/statement-writer.ts';
import { exactValues } from '../../../src/query/execute.ts';
import type { Piece } from '../../../src/query/pieces.ts';
import type { Bounded } from '../../../src/query/question.ts';
import { openHandle } from '../../../src/warehouse/engine/handle.ts';
import { type Pipeline, REAL } from './trial.ts';

/** A planted fault, and by which finding the replay must tell it. */
export interface Mutant extends Pipeline {
  readonly foundBy: RegExp;
}

const DISTANCE = /^distance/;

/** A fault in the text of statements. Questions that it doesn't touch stay as they are. */
function rewriting(foundBy: RegExp, rewrite: (sql: string, question: Bounded) => string): Mutant {
  return {
    ...REAL,
    foundBy,
    compile(question) {
      const statement = compiled(question);
      return { ...statement, sql: rewrite(statement.sql, question) };
    },
  };
}

/** What is kept is chosen by dense positions instead of pseudonyms' seeds. */
const idsHashed = rewriting(DISTANCE, (sql) =>
  sql.replaceAll('min("seed") &', 'min(hash("patient")) &').replaceAll('hash("seed"', 'hash("patient"'),
);

/** A patient counts in every cell that it touches. */
const l0Ignored: Mutant = {
  ...rewriting(DISTANCE, (sql, { groupsPerPatient, cells }) =>
    sql.replace(`CAST("cell" AS INTEGER)), ${groupsPerPatient})`, `CAST("cell" AS INTEGER)), ${cells})`),
  ),
  count: (snapshot, { question, statement }) =>
    exactValues(snapshot, { question: { ...question, groupsPerPatient: question.cells }, statement }),
};

/** What a patient counts in one cell isn't bounded. */
const perGroupIgnored = rewriting(DISTANCE, (sql) =>
  sql.replaceAll(/least\(((?:(?!least\().)*?), (CAST\(\$\d+ AS INTEGER\))\) AS "n_/g, '($1 + 0 * $2) AS "n_'),
);

/** A mask with too many bits is shared out over its cells in proportion. */
const sharedOut: Mutant = {
  ...REAL,
  foundBy: DISTANCE,
  async count(snapshot, { question, statement }) {
    if (question.path !== 'masks') {
      return exactValues(snapshot, { question, statement });
    }
    const counts = Array.from({ length: question.cells }, () => 0n);
    for (const [low = 0n, high = 0n, , patients = 0n] of await snapshot.run(statement)) {
      const mask = low | (high << 31n);
      const bits = counts.flatMap((_, cell) =>
        ((mask >> BigInt(counts.length - 1 - cell)) & 1n) === 1n ? [cell] : [],
      );
      const kept = BigInt(Math.min(bits.length, question.groupsPerPatient));
      for (const cell of bits) {
        counts[cell] = (counts[cell] ?? 0n) + (patients * kept + BigInt(bits.length) - 1n) / BigInt(bits.length);
      }
    }
    return counts;
  },
};

/** The condition on rows is pushed into the scan. */
const predicateInWhere = rewriting(/^scan does not read all live rows/, (sql, { where }) =>
  where === undefined ? sql : sql.replace('"live" = 1', `"live" = 1 AND ${rowExpression(where, statementWriter())}`),
);

/** Snapshots without the rows that hold both ends of every domain. */
const noSentinels: Mutant = {
  ...REAL,
  foundBy: /^plan/,
  async stored(file) {
    const copy = file.replace('.duckdb', '-bare.duckdb');
    copyFileSync(file, copy);
    chmodSync(copy, 0o600);
    const handle = await openHandle(copy, {});
    const connection = await handle.connect();
    await connection.run('CREATE TABLE bare AS SELECT * FROM series WHERE live = 1');
    await connection.run('DROP TABLE series');
    await connection.run('ALTER TABLE bare RENAME TO series');
    await connection.run('CHECKPOINT');
    handle.close();
    return copy;
  },
};

/** A patient gives as many studies to a cell as there are. */
const studiesUncapped = rewriting(DISTANCE, (sql) =>
  sql.replaceAll(/(arg_min\("v\d_\d", hash\(hash\([^)]*\)\)), 2\)/g, '$1, 50)'),
);

/** A fault in what a plan declares. */
function declaring(change: (piece: Piece, question: Bounded) => Partial<Piece>): Mutant {
  return {
    ...REAL,
    foundBy: DISTANCE,
    plan: (question) => ({
      ...question,
      pieces: question.pieces.map((piece) => ({ ...piece, ...change(piece, question) })),
    }),
  };
}

/** The levels of a tree are taken for parts of one whole, of which a patient touches one node. */
const levelsAsPartition = declaring(({ name, perCell, measure }, { measures }) => {
  const node = measures[measure];
  const height = node?.kind === 'quantiles' ? node.tree.levels.length : 1;
  return name === 'tree' ? { perCell: perCell / BigInt(height) } : {};
});

/** Values lie at most half the range from the middle, rounded down. */
const halfRoundedDown = declaring(({ name, fields: [at = 0], perCell, measure }, { measures }) => {
  const node = measures[measure];
  const bounds = node !== undefined && node.kind === 'mean' ? node.values.fields[at] : undefined;
  const span = bounds === undefined ? 0 : bounds.high - bounds.low;
  return name === 'sum' && span % 2 === 1
    ? { perCell: (perCell / BigInt((span + 1) / 2)) * BigInt((span - 1) / 2) }
    : {};
});

/** A product of two numbers is bounded like one of them. */
const squaresAsSums = declaring(({ name, perCell }) => (name === 'square' ? { perCell: perCell / 10n } : {}));

/** The L2 distance of a patient in several cells is taken for that in one. */
const squaresOfOneCell: Mutant = {
  ...declaring(({ perCellSquared }, { groupsPerPatient }) => ({
    perCellSquared: perCellSquared / BigInt(groupsPerPatient),
  })),
  foundBy: /^squared distance/,
};

/** What is summed is counted from 0, not from the middle. */
const notCentred = rewriting(DISTANCE, (sql, { measures }) =>
  measures.some(({ kind }) => kind === 'variance')
    ? sql.replaceAll(/ AS BIGINT\) - CAST\((\$\d+) AS BIGINT\) END/g, ' AS BIGINT) - 0 * $1 END')
    : sql,
);

/** Values are not clamped. */
const unclamped = rewriting(DISTANCE, (sql) =>
  sql.replaceAll(
    /least\(greatest\(("v\d_\d"), (CAST\(\$\d+ AS INTEGER\))\), (CAST\(\$\d+ AS INTEGER\))\)/g,
    '($1 + 0 * $2 + 0 * $3)',
  ),
);

/** Patients count for purposes that they don't allow. */
export const purposesIgnored = rewriting(DISTANCE, (sql) => sql.replaceAll('"scope" &', '"scope" |'));

/** Faults that the replay must find, by name. */
export const MUTANTS: Readonly<Record<string, Mutant>> = {
  'ids hashed instead of pseudonyms': idsHashed,
  'l0 ignored': l0Ignored,
  'l∞ ignored': perGroupIgnored,
  'studies of a patient not capped': studiesUncapped,
  'levels of a tree as a partition': levelsAsPartition,
  'half of a range rounded down': halfRoundedDown,
  'squares bounded like sums': squaresAsSums,
  'the squared distance of one cell for all': squaresOfOneCell,
  'sums not centred': notCentred,
  'values not clamped': unclamped,
  'mask counts shared out in proportion': sharedOut,
  'predicate in WHERE': predicateInWhere,
  'no sentinel rows': noSentinels,
};
