import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { identity } from './archive.ts';
import { textOf } from './dicom-json.ts';
import type { Leaf, Sequence } from './encode.ts';
import type { Plan, PlannedInstance, PlannedSeries } from './plan.ts';
import { keywordOf } from './policy.ts';

/** What the Commons call some columns. */
const COMMONS: Readonly<Record<string, string>> = {
  PixelSpacing: 'PixelSpacing_row_mm',
  XRayTubeCurrent: 'XRayTubeCurrent_max',
  Exposure: 'Exposure_max',
  ExposureTime: 'ExposureTime_max',
};

type Row = ReadonlyMap<string, string>;

/** One row an instance, half of the series in a CSV file and half in a Parquet file, in a folder named after a patient. */
export async function writeTables(plan: Plan, folder: string): Promise<readonly string[]> {
  const { person } = plan.series[0]!;
  const below = join(folder, `${person.names[0]!.text} ${person.patientId.text}`);
  mkdirSync(below, { recursive: true });
  const half = (odd: number): readonly Row[] =>
    plan.series
      .filter((_, at) => at % 2 === odd)
      .flatMap((series) => series.instances.map((instance) => rowOf(series, instance)));
  const [csv, raw] = [join(below, `${person.number.text}.csv`), join(folder, 'second-half.csv')];
  writeFileSync(csv, csvOf(half(0)));
  const renamed = half(1).map((row) => new Map([...row].map(([name, text]) => [COMMONS[name] ?? name, text])));
  writeFileSync(raw, csvOf(renamed));
  const parquet = join(below, `${person.number.text}.parquet`);
  await toParquet(raw, parquet);
  return [csv, parquet];
}

/** Columns of the Commons that name a series besides, and all elements by keyword; what is nested as a cell of JSON. */
function rowOf(series: PlannedSeries, { uid, source }: PlannedInstance): Row {
  const { person, visit } = series;
  const elements = new Map<number, Leaf | Sequence | null>([...series.changes, ...identity(series, uid.text)]);
  const cells = [...elements].flatMap(([tag, node]): (readonly [string, string])[] =>
    node === null ? [] : [[keywordOf(tag), 'items' in node ? cellOf(node, series) : textOf(node, person.charset)]],
  );
  return new Map([
    ...cells,
    ['TransferSyntaxUID', source.part10!.syntax],
    ['series_aws_url', `s3://${visit.institution.text}/${person.patientId.text}/${series.uid.text}/*`],
  ]);
}

function cellOf({ items }: Sequence, series: PlannedSeries): string {
  const plain = items.map((item) =>
    Object.fromEntries(
      [...item].map(([tag, node]) => [
        keywordOf(tag),
        'items' in node ? cellOf(node, series) : textOf(node, series.person.charset),
      ]),
    ),
  );
  return JSON.stringify(plain);
}

/** Rows as text in which every cell is quoted. */
function csvOf(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const line = (cells: readonly string[]): string =>
    `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`;
  return [names, ...rows.map((row) => names.map((name) => row.get(name) ?? ''))].map(line).join('');
}

async function toParquet(csv: string, parquet: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const rows = `read_csv('${csv}', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"')`;
  await connection.run(`COPY (SELECT * FROM ${rows}) TO '${parquet}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}

/** What tables hold of a plan: whatever stands in an element of the header itself. */
export function inTables(plan: Plan): Plan {
  const series = plan.series.map((one) => ({
    ...one,
    columns: one.columns.filter(({ element }) => isOfHeader(element)),
  }));
  return { ...plan, series };
}

function isOfHeader(element: string): boolean {
  return !element.includes(',') && element !== 'ContentSequence';
}
