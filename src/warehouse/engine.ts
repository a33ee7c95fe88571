/** DuckDB, loaded with its first use: that takes longer than all else in a command's start, and most commands open no database. */
export function engine() {
  return import('@duckdb/node-api');
}
