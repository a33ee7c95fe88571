import type { DuckDBConnection } from '@duckdb/node-api';
import { countOf, streamChunks } from './chunk-stream.ts';
import type { StoredColumn } from './layout.ts';
import { type PublishOptions, stopIfAborted } from './publish-options.ts';
import { INSTANCES_MAX } from './snapshot-file.ts';

// Every step below groups, ranks or joins within one patient (or one of a patient's studies or series).

interface Preparation {
  readonly columns: readonly StoredColumn[];
  readonly rowsPerPatientMax: number;
}

/** Builds the temporary tables that `streamRows` reads; `admitted` must be filled. */
export async function prepareRows(from: DuckDBConnection, preparation: Preparation): Promise<void> {
  const { columns, rowsPerPatientMax } = preparation;
  const perPatient = columns.filter((column) => column.perPatient);
  await from.run(`
    CREATE TEMP TABLE picked AS
    SELECT a.id, a.seed, h.patient, h.study, h.series, arg_min(h.rowid, h.rank) AS header
    FROM header h JOIN admitted a USING (patient)
    GROUP BY ALL`);
  await from.run(`
    CREATE TEMP TABLE crowded AS
    SELECT id FROM picked GROUP BY id HAVING count(*) > ${rowsPerPatientMax}`);
  await from.run(`
    CREATE TEMP TABLE kept AS
    SELECT id, patient, study, series, header FROM picked WHERE id NOT IN (SELECT id FROM crowded)
    UNION ALL
    SELECT id, patient, study, series, header FROM picked WHERE id IN (SELECT id FROM crowded)
    QUALIFY row_number() OVER (PARTITION BY id ORDER BY ${ROW_KEY}) <= ${rowsPerPatientMax}`);
  await from.run(`
    CREATE TEMP TABLE sized AS
    SELECT patient, study, series, least(count(*), ${INSTANCES_MAX}) AS instances
    FROM (SELECT DISTINCT patient, study, series, instance FROM instance)
    GROUP BY patient, study, series`);
  await from.run(`
    CREATE TEMP TABLE person AS
    SELECT p.id${perPatient.map((column) => `, ${onePerPatient(column)}`).join('')}
    FROM picked p JOIN header h ON h.rowid = p.header
    GROUP BY p.id`);
}

/** The order in which rows of a patient with too many are kept: SHA-256 over the patient's seed and the row's own keys. */
const ROW_KEY = "sha256(concat_ws(' ', seed, study, series)), study, series";

/** A patient's one value of a column: that of the series with the smallest pseudonym which has one, else MISSING. */
function onePerPatient({ name, missing }: StoredColumn): string {
  const value = `arg_min(h."${name}", (p.series, p.study)) FILTER (WHERE h."${name}" <> ${missing})`;
  return `coalesce(${value}, ${missing}) AS "${name}"`;
}

interface RowStream {
  readonly from: DuckDBConnection;
  readonly into: DuckDBConnection;
  readonly columns: readonly StoredColumn[];
  readonly options: PublishOptions;
}

/** Copies the rows that are kept into the snapshot, clustered by patient, chunk by chunk. @throws SfumatoError `interrupted`. */
export async function streamRows({ from, into, columns, options }: RowStream): Promise<void> {
  const rows = await countOf(from, 'SELECT count(*) FROM kept');
  const appender = await into.createAppender('series');
  let done = 0;
  try {
    for await (const chunk of streamChunks({ connection: from, sql: rowsStatement(columns), rows })) {
      appender.appendDataChunk(chunk);
      done += chunk.rowCount;
      options.progress?.({ step: 'rows', done });
      stopIfAborted(options.signal);
    }
  } finally {
    appender.closeSync();
  }
}

/** Every scope that is ever declared may use every patient, until a policy says otherwise. */
const ALL_SCOPES = 4_294_967_295;

function rowsStatement(columns: readonly StoredColumn[]): string {
  const values = columns.map(({ name, type, perPatient }) => {
    return `CAST(${perPatient ? 'v' : 'h'}."${name}" AS ${type}) AS "${name}"`;
  });
  return `
    SELECT k.id AS patient,
      CAST(dense_rank() OVER (PARTITION BY k.id ORDER BY k.study) AS UINTEGER) AS study,
      a.seed, a.block, CAST(${ALL_SCOPES} AS UINTEGER) AS scope, CAST(s.instances AS UINTEGER) AS instances,
      CAST(1 AS UTINYINT) AS live${values.map((value) => `, ${value}`).join('')}
    FROM kept k
      JOIN admitted a ON a.id = k.id
      JOIN header h ON h.rowid = k.header
      JOIN sized s ON s.patient = k.patient AND s.study = k.study AND s.series = k.series
      JOIN person v ON v.id = k.id
    ORDER BY k.id, k.study, k.series`;
}
