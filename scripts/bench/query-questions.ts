import type { Query } from '../../src/contract/index.ts';
import type { Column, Policy } from '../../src/policy/index.ts';

// What bench:query asks, each with what one would write by hand for the engine, without bounds or protection.

/** One comparison. */
export interface Compared {
  readonly name: string;
  readonly query: Omit<Query, 'epsilon' | 'blocks'>;
  readonly raw: string;
  /** At most this many times what the engine takes for `raw`, or this many milliseconds more. */
  readonly goal?: { readonly times: number } | { readonly moreMs: number };
}

/** The questions, in the codes of `policy`. */
export function questions(policy: Policy): readonly Compared[] {
  const code = (keyword: string, value: string): string => `"${keyword}" = ${codeOf(policy, keyword, value)}`;
  // In synthetic archives most series have one of the first three codes, as in real ones most have CT, MR or plain X-ray. With
  // rare values the engine looks at few rows, and a node, which never skips any, at all of them.
  const seven = valuesOf(policy, 'Modality').slice(0, 7);
  const [first = '', second = '', third = ''] = seven;
  const one = code('Modality', first);
  const other = code('Modality', second);
  const patients = 'SELECT DISTINCT "patient" FROM series WHERE';
  const sevenCodes = seven.map((value) => codeOf(policy, 'Modality', value)).join(', ');
  return [
    {
      name: 'patients, one predicate',
      query: { count: 'patients', where: { Modality: first } },
      raw: `SELECT count(DISTINCT "patient") FILTER (WHERE ${one}) FROM series`,
      goal: { moreMs: 4 },
    },
    {
      name: 'patients, two has',
      query: { count: 'patients', cohort: { all: [{ has: { Modality: first } }, { has: { Modality: second } }] } },
      raw: `SELECT count(*) FROM (${patients} ${one}) SEMI JOIN (${patients} ${other}) USING ("patient")`,
      goal: { times: 1.35 },
    },
    {
      name: 'patients, three has',
      query: {
        count: 'patients',
        cohort: {
          all: [
            { has: { Modality: first, PatientAge: { between: [40, 70] } } },
            { has: { Modality: second } },
            { not: { has: { Modality: third } } },
          ],
        },
      },
      raw: `SELECT count(*) FROM (${patients} ${one} AND "PatientAge" BETWEEN ${step(policy, 'PatientAge', 40)} AND ${step(policy, 'PatientAge', 70)})
        SEMI JOIN (${patients} ${other}) USING ("patient") ANTI JOIN (${patients} ${code('Modality', third)}) USING ("patient")`,
      goal: { times: 1.35 },
    },
    {
      name: 'patients by 7 modalities',
      query: { count: 'patients', by: [{ field: 'Modality', values: seven }] },
      raw: `SELECT "Modality", count(DISTINCT "patient") FROM series WHERE "Modality" IN (${sevenCodes}) GROUP BY 1`,
      goal: { times: 0.35 },
    },
    {
      name: 'patients by 7 modalities and 5 ages',
      query: {
        count: 'patients',
        by: [
          { field: 'Modality', values: seven },
          { field: 'PatientAge', bins: [18, 40, 65] },
        ],
      },
      raw: `SELECT "Modality", ${binned(policy, 'PatientAge', [18, 40, 65])}, count(DISTINCT "patient") FROM series
        WHERE "Modality" IN (${sevenCodes}) GROUP BY 1, 2`,
      goal: { times: 0.35 },
    },
    {
      name: 'studies by all modalities',
      query: { count: 'studies', by: ['Modality'] },
      raw: 'SELECT "Modality", count(DISTINCT ("patient", "study")) FROM series GROUP BY 1',
    },
    {
      name: 'series by all modalities',
      query: { count: 'series', by: ['Modality'] },
      raw: 'SELECT "Modality", count(*) FROM series GROUP BY 1',
    },
    {
      name: 'mean slice thickness',
      query: { mean: { field: 'SliceThickness' } },
      raw: `SELECT CAST(sum(m) AS BIGINT), count(*) FROM (SELECT "patient", avg("SliceThickness") AS m FROM series
        WHERE "SliceThickness" <> ${missing(policy, 'SliceThickness')} GROUP BY 1)`,
    },
    {
      name: 'mean slice thickness by 7 modalities',
      query: { mean: { field: 'SliceThickness' }, by: [{ field: 'Modality', values: seven }] },
      raw: `SELECT "Modality", CAST(sum(m) AS BIGINT), count(*) FROM (SELECT "patient", "Modality", avg("SliceThickness") AS m FROM series
        WHERE "SliceThickness" <> ${missing(policy, 'SliceThickness')} AND "Modality" IN (${sevenCodes}) GROUP BY 1, 2) GROUP BY 1`,
    },
    {
      name: 'histogram of ages',
      query: { histogram: { field: 'PatientAge', bins: [0, 18, 40, 65, 90] } },
      raw: `SELECT ${binned(policy, 'PatientAge', [0, 18, 40, 65, 90])}, count(*) FROM (SELECT "patient", min("PatientAge") AS "PatientAge"
        FROM series GROUP BY 1) GROUP BY 1`,
    },
    {
      name: 'quartiles of slice thickness',
      query: { quantiles: { field: 'SliceThickness', at: ['0.25', '0.5', '0.75'] } },
      raw: `SELECT CAST(unnest(quantile_disc(m, [0.25, 0.5, 0.75])) AS BIGINT) FROM (SELECT "patient", min("SliceThickness") AS m FROM series
        WHERE "SliceThickness" <> ${missing(policy, 'SliceThickness')} GROUP BY 1)`,
    },
  ];
}

function column(policy: Policy, keyword: string): Column {
  const found = policy.columns.get(keyword);
  if (found === undefined) {
    throw new Error(`the policy has no column ${keyword}`);
  }
  return found;
}

function valuesOf(policy: Policy, keyword: string): string[] {
  const found = column(policy, keyword);
  return found.kind === 'dimension' ? found.values.slice(0, found.otherCode) : [];
}

function codeOf(policy: Policy, keyword: string, value: string): number {
  const found = column(policy, keyword);
  const code = found.kind === 'dimension' ? found.values.indexOf(value) : -1;
  if (code < 0) {
    throw new Error(`${keyword} has no value ${value}`);
  }
  return code;
}

function missing(policy: Policy, keyword: string): number {
  const found = column(policy, keyword);
  return found.kind === 'dimension' ? found.missingCode : found.missingStep;
}

function step(policy: Policy, keyword: string, value: number): number {
  const found = column(policy, keyword);
  return found.kind === 'measure' ? Math.round(value / Number(found.field.range?.step ?? 1)) : value;
}

function binned(policy: Policy, keyword: string, edges: readonly number[]): string {
  const cases = edges.map((edge, at) => `WHEN "${keyword}" < ${step(policy, keyword, edge)} THEN ${at}`);
  return `CASE WHEN "${keyword}" = ${missing(policy, keyword)} THEN -1 ${cases.join(' ')} ELSE ${edges.length} END`;
}
