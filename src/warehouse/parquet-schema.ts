import type { DuckDBConnection } from '@duckdb/node-api';
import { quoted } from './parquet-column.ts';

/** A column as the file itself describes it. */
interface WrittenColumn {
  readonly name: string;
  /** It holds decimals of which the engine makes other numbers (1.25 is 20971520). */
  readonly isMisread: boolean;
}

/** More digits than the engine's own decimals have. */
const DECIMAL_DIGITS_MAX = 38;

/** The columns of a Parquet file in its order, which is the engine's too, under the names that the file has. */
export async function writtenColumns(connection: DuckDBConnection, path: string): Promise<readonly WrittenColumn[]> {
  const sql = `SELECT name, num_children, precision FROM parquet_schema(${quoted(path)})`;
  const [root, ...nodes] = (await connection.runAndReadAll(sql)).getRows();
  const columns: WrittenColumn[] = [];
  let left = Number(root?.[1] ?? 0); // nodes stand behind the one that they belong to
  for (let at = 0; at < nodes.length && left > 0; left -= 1) {
    const end = endOf(nodes, at);
    const precisions = nodes.slice(at, end).map(([, , precision]) => Number(precision ?? 0));
    const isMisread = precisions.some((precision) => precision > DECIMAL_DIGITS_MAX);
    columns.push({ name: String(nodes[at]?.[0]), isMisread });
    at = end;
  }
  return columns;
}

/** Where the node at `from` ends with all that belongs to it. */
function endOf(nodes: readonly (readonly unknown[])[], from: number): number {
  let at = from;
  for (let open = 1; open > 0 && at < nodes.length; at += 1) {
    open += Number(nodes[at]?.[1] ?? 0) - 1;
  }
  return at;
}
