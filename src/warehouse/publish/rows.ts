import type { DuckDBConnection } from '@duckdb/node-api';
import { LIMITS } from '../../base/index.ts';
import { countOf } from '../engine/chunk-stream.ts';
import type { StoredColumn } from '../layout.ts';
import { INSTANCES_MAX } from '../snapshot-file.ts';
import { pickedHeaders } from '../staging/series.ts';
import { derivedValue, isDerived } from './derived.ts';
import { type PublishOptions, stopIfAborted } from './options.ts';

// Every step below groups, ranks or joins within one patient (or one of a patient's studies or series). They carry keys and
// positions only; the wide rows are read and sorted once, at the end.

/** What decides which rows are written, and how. */
export interface RowRules {
  readonly columns: readonly StoredColumn[];
  readonly rowsPerPatientMax: number;
}

/** Builds the temporary tables that `writeRows` reads, out of `scratch.admitted` and those of `staging/series.ts`. */
export async function prepareRows(work: DuckDBConnection, rules: RowRules): Promise<void> {
  await work.run(`
    CREATE TEMP VIEW picked AS
    SELECT a.id, a.seed, h.rowid AS header, h.* FROM ${pickedHeaders('staged.')} JOIN scratch.admitted a USING (patient)`);
  await work.run(`
    CREATE TEMP TABLE studies AS
    SELECT *, row_number() OVER (PARTITION BY id ORDER BY study) AS study_number,
      count(*) OVER (PARTITION BY id) AS patient_studies, sum(study_series) OVER (PARTITION BY id) AS patient_series,
      min(study_day) OVER (PARTITION BY id) AS first_day
    FROM (SELECT id, study, count(*) AS study_series, min(day) AS study_day FROM picked GROUP BY ALL)`);
  await work.run(`CREATE TEMP TABLE placed AS ${ordinary(rules)}`);
  await work.run(`INSERT INTO placed ${crowded(rules)}`);
  const perPatient = rules.columns.filter((column) => column.perPatient && !isDerived(column));
  await work.run(`
    CREATE TEMP TABLE person AS
    SELECT id${perPatient.map((column) => `, ${onePerPatient(column)}`).join('')} FROM picked GROUP BY id`);
}

/** The rows of patients who have no more than may be kept. */
function ordinary(rules: RowRules): string {
  return `
    SELECT p.header, p.id, CAST(s.study_number AS UINTEGER) AS study, ${workedOut(rules)}
    FROM ${PLACING} WHERE s.patient_series <= ${rules.rowsPerPatientMax}`;
}

/** The rows that are kept of patients who have more. */
function crowded(rules: RowRules): string {
  return `
    SELECT header, id, CAST(dense_rank() OVER (PARTITION BY id ORDER BY study) AS UINTEGER), * EXCLUDE (header, id, study)
    FROM (
      SELECT p.header, p.id, p.study, ${workedOut(rules)}
      FROM ${PLACING} WHERE s.patient_series > ${rules.rowsPerPatientMax}
      QUALIFY row_number() OVER (PARTITION BY p.id ORDER BY ${ROW_KEY}) <= ${rules.rowsPerPatientMax}
    )`;
}

const PLACING = 'picked p JOIN studies s USING (id, study) LEFT JOIN counted n USING (patient, study, series)';

/** The order in which rows of a patient with too many are kept: SHA-256 over the patient's seed and the row's own keys. */
const ROW_KEY = "sha256(concat_ws(' ', p.seed, p.study, p.series)), p.study, p.series";

/** The instances of a series: those that were seen, or as many as a source says there are. */
const INSTANCES = `least(coalesce(n.instances, p.instances, 1), ${INSTANCES_MAX})`;

function workedOut({ columns }: RowRules): string {
  const derived = columns.filter(isDerived).map((column) => derivedValue(column, INSTANCES));
  return [`CAST(${INSTANCES} AS UINTEGER) AS instances`, ...derived].join(', ');
}

/** A patient's one value of a column: that of the series with the smallest pseudonym which has one, else MISSING. */
function onePerPatient({ name, missing }: StoredColumn): string {
  const value = `arg_min("${name}", (series, study)) FILTER ("${name}" <> ${missing})`;
  return `coalesce(${value}, ${missing}) AS "${name}"`;
}

interface RowWriting extends RowRules {
  /** How many patients are admitted: their positions are 1 to this. */
  readonly patients: number;
  readonly options: PublishOptions;
}

/**
 * Copies the rows that are kept into the table `series`, clustered by patient. Some patients at a time, so that what is sorted
 * fits in memory and the work can be followed and stopped. @throws SfumatoError `interrupted`.
 */
export async function writeRows(work: DuckDBConnection, { columns, patients, options }: RowWriting): Promise<void> {
  const rows = await countOf(work, 'SELECT count(*) FROM placed');
  const passes = Math.ceil(rows / (options.rowsPerPass ?? LIMITS.publishRowsPerPass));
  const patientsPerPass = Math.ceil(patients / Math.max(1, passes));
  let done = 0;
  options.progress?.({ step: 'rows', done });
  for (let after = 0; after < patients; after += patientsPerPass) {
    stopIfAborted(options.signal);
    const range = `BETWEEN ${after + 1} AND ${after + patientsPerPass}`;
    done += await countOf(work, `INSERT INTO series ${rowsStatement(columns, range)}`);
    options.progress?.({ step: 'rows', done });
  }
  stopIfAborted(options.signal);
}

/** The rows of patients whose position is in `range`. */
function rowsStatement(columns: readonly StoredColumn[], range: string): string {
  const values = columns.map((column) => {
    const from = isDerived(column) ? 'k' : column.perPatient ? 'v' : 'h';
    return `, ${from}."${column.name}"`;
  });
  // Rows of a study stand in the order of their series' pseudonyms; of those 64 bits are compared, because longer keys sort slower.
  return `
    SELECT k.id, k.study, a.seed, a.block, a.scope, k.instances, 1${values.join('')}
    FROM staged.header h
      JOIN (FROM placed WHERE id ${range}) k ON k.header = h.rowid
      JOIN (FROM scratch.admitted WHERE id ${range}) a ON a.id = k.id
      JOIN (FROM person WHERE id ${range}) v ON v.id = k.id
    ORDER BY k.id, k.study, CAST(h.series >> 64 AS UBIGINT)`;
}
