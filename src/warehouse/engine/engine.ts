let loading: Promise<typeof import('@duckdb/node-api')> | undefined;

/** DuckDB, loaded with its first use: that takes longer than all else in a command's start, and most commands open no database. */
export function engine(): Promise<typeof import('@duckdb/node-api')> {
  loading ??= import('@duckdb/node-api');
  return loading;
}
