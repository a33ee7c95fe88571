import { cpus, totalmem } from 'node:os';

/** One measured figure; `holds` is null where there is no goal to hold. */
export interface Result {
  readonly key: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: string | null;
  readonly holds: boolean | null;
}

/** What a benchmark found. */
export interface Bench {
  readonly name: string;
  readonly results: readonly Result[];
}

/** Prints a benchmark: a table for people, or with `--json` one document. Ends with exit code 1 when a goal doesn't hold. */
export function printBench({ name, results }: Bench): void {
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ name, machine, results }, null, 2));
  } else {
    console.log(`${name} (${machine})\n`);
    const wide = Math.max(...results.map(({ key }) => key.length));
    for (const { key, value, unit, goal, holds } of results) {
      const verdict = goal === null ? '' : `  goal ${goal}: ${holds ? 'holds' : 'DOES NOT HOLD'}`;
      console.log(`${key.padEnd(wide)}  ${shown(value).padStart(10)} ${unit}${verdict}`);
    }
  }
  process.exitCode = results.some(({ holds }) => holds === false) ? 1 : 0;
}

function shown(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

/** The middle of several measurements. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = low] =
    sorted.length % 2 === 0 ? sorted.slice(middle - 1, middle + 1) : [sorted[middle]];
  return (low + high) / 2;
}

/** The whole number behind `--name`, or `otherwise`. */
export function numberOption(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  const value = at < 0 ? otherwise : Number(process.argv[at + 1]);
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`--${name} takes a whole number, at least 1`);
  }
  return value;
}
