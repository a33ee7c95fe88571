// Writes the table of widths to expect into docs/statistics.md, between its two marks; a test compares.
//
//   npx tsx scripts/expected-widths.ts
//
// One site, one value a patient, no groups, no noise drawn: what the estimators say of numbers that noise happened to leave as they
// are. Ages are made up: 90 years in steps of one, a mean of 55 and a standard deviation of 18.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { noiseSum, rational } from '../src/privacy/laws.ts';
import { treeOver } from '../src/query/tree.ts';
import {
  deviationOf,
  type Estimate,
  meanOf,
  type Noisy,
  oddsRatioOf,
  proportionOf,
  quantilesOf,
  sumOf,
} from '../src/statistics/index.ts';

export const STATISTICS = fileURLToPath(new URL('../docs/statistics.md', import.meta.url));
export const MARKS = ['<!-- widths: npx tsx scripts/expected-widths.ts -->', '<!-- end of widths -->'] as const;

const ALPHA = 0.05;
const COHORTS = [100, 1_000, 10_000] as const;
/** ε in hundredths, so that scales are exact. */
const CENTS = [10, 50, 100, 200] as const;
/** So little noise that there is none: what sampling alone would give. */
const NONE = 10_000_000;
const grid = { low: 0n, high: 90n, step: 1 };
const HALF = 45;

/** `value` with noise of sensitivity `sensitivity` and a share of 1/`pieces` of ε. */
function released(value: number, cents: number, { sensitivity = 1, pieces = 1 } = {}): Noisy {
  const scale = rational(BigInt(sensitivity * pieces * 100), BigInt(cents));
  return { value: BigInt(Math.round(value)), ...noiseSum([{ name: 'discrete-laplace', scale }]) };
}

function agesOf(n: number): readonly number[] {
  const weights = Array.from({ length: 91 }, (_, age) => Math.exp(-(((age - 55) / 18) ** 2) / 2));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let [counted, due] = [0, 0];
  return weights.map((weight) => {
    due += (n * weight) / whole;
    const count = Math.round(due) - counted;
    counted += count;
    return count;
  });
}

function moment(n: number, power: number): number {
  return agesOf(n).reduce((sum, count, age) => sum + count * (age - HALF) ** power, 0);
}

function median(n: number, cents: number): Estimate {
  const { branching, levels } = treeOver(91);
  const leaves = agesOf(n).map(BigInt);
  const top = Array.from({ length: levels[0] ?? 0 }, (_, node) =>
    leaves.slice(node * branching, (node + 1) * branching).reduce((sum, count) => sum + count, 0n),
  );
  const scale = rational(BigInt(levels.length * 100), BigInt(cents));
  const known = new Map<string, bigint>();
  const within = (nodes: number, alpha: number): bigint => {
    const laws = Array.from({ length: nodes }, () => ({ name: 'discrete-laplace', scale }) as const);
    const w = known.get(`${nodes} ${alpha}`) ?? noiseSum(laws).within(alpha);
    known.set(`${nodes} ${alpha}`, w);
    return w;
  };
  const edges = Array.from({ length: 92 }, (_, edge) => edge);
  const tree = { branching, edges, step: 1, levels: levels.length === 1 ? [leaves] : [top, leaves], within };
  return quantilesOf(tree, [0.5], ALPHA)[0] ?? { estimable: false, why: '' };
}

interface Row {
  readonly what: string;
  readonly of: (n: number, cents: number) => Estimate;
  readonly show: (low: number, high: number) => string;
  /** Whether there is a width without noise: of a sample of patients, or of a leaf. */
  readonly hasOwn?: true;
}

const half =
  (unit: string, digits: number, factor = 1) =>
  (low: number, high: number): string =>
    `± ${((factor * (high - low)) / 2).toFixed(digits)}${unit}`;

const ROWS: readonly Row[] = [
  { what: 'count', of: (n, cents) => sumOf(released(n, cents), { step: 1 }, ALPHA), show: half('', 0) },
  {
    what: 'mean age',
    show: half(' years', 2),
    of: (n, cents) =>
      meanOf(
        {
          sum: released(moment(n, 1), cents, { sensitivity: HALF, pieces: 2 }),
          number: released(n, cents, { pieces: 2 }),
        },
        grid,
        ALPHA,
      ),
  },
  {
    what: 'standard deviation of age',
    show: half(' years', 2),
    of: (n, cents) =>
      deviationOf(
        {
          sum: released(moment(n, 1), cents, { sensitivity: HALF, pieces: 3 }),
          squares: released(moment(n, 2), cents, { sensitivity: HALF * HALF, pieces: 3 }),
          number: released(n, cents, { pieces: 3 }),
        },
        grid,
        ALPHA,
      ),
  },
  { what: 'median age', of: median, show: half(' years', 1), hasOwn: true },
  {
    what: 'proportion of 30 %',
    hasOwn: true,
    show: half(' points', 1, 100),
    of: (n, cents) => proportionOf({ part: released(0.3 * n, cents), rest: released(0.7 * n, cents) }, ALPHA),
  },
  {
    what: 'odds ratio of 2',
    hasOwn: true,
    show: (low, high) => `×÷ ${Math.sqrt(high / low).toFixed(2)}`,
    of: (n, cents) =>
      oddsRatioOf(
        {
          ...{ a: released(0.2 * n, cents), b: released(0.2 * n, cents) },
          ...{ c: released(0.2 * n, cents), d: released(0.4 * n, cents) },
        },
        ALPHA,
      ),
  },
];

function shown({ show }: Row, estimate: Estimate): string {
  return !estimate.estimable
    ? 'not estimable'
    : Number.isFinite(estimate.high)
      ? show(estimate.low, estimate.high)
      : 'unbounded';
}

/** The table as Markdown, marks included. */
export function widthsTable(): string {
  const head = ['', 'patients', ...CENTS.map((cents) => `ε = ${cents / 100}`), 'without noise'];
  const rows = ROWS.flatMap((row) =>
    COHORTS.map((n, at) => [
      at === 0 ? row.what : '',
      n.toLocaleString('en'),
      ...CENTS.map((cents) => shown(row, row.of(n, cents))),
      row.hasOwn ? shown(row, row.of(n, NONE)) : '0',
    ]),
  );
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${MARKS[0]}\n\n${lines.join('\n')}\n\n${MARKS[1]}`;
}

/** The document with the table as it is now. */
export function withWidths(text: string): string {
  const [before = '', rest = ''] = text.split(MARKS[0]);
  const [, after = ''] = rest.split(MARKS[1]);
  return `${before}${widthsTable()}${after}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(STATISTICS, withWidths(readFileSync(STATISTICS, 'utf8')));
}
