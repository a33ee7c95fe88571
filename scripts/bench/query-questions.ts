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
  const ct = code('Modality', 'CT');
  const mr = code('Modality', 'MR');
  const patients = 'SELECT DISTINCT "patient" FROM series WHERE';
  const seven = ['CT', 'MR', 'CR', 'DX', 'US', 'PT', 'MG'];
  const sevenCodes = seven.map((value) => codeOf(policy, 'Modality', value)).join(', ');
  return [
    {
      name: 'patients, one predicate',
      query: { count: 'patients', where: { Modality: 'CT' } },
      raw: `SELECT count(DISTINCT "patient") FILTER (WHERE ${ct}) FROM series`,
      goal: { moreMs: 4 },
    },
    {
      name: 'patients, two has',
      query: { count: 'patients', cohort: { all: [{ has: { Modality: 'CT' } }, { has: { Modality: 'MR' } }] } },
      raw: `SELECT count(*) FROM (${patients} ${ct}) SEMI JOIN (${patients} ${mr}) USING ("patient")`,
      goal: { times: 1.35 },
    },
    {
      name: 'patients, three has',
      query: {
        count: 'patients',
        cohort: {
          all: [
            { has: { Modality: 'CT', PatientAge: { between: [40, 70] } } },
            { has: { Modality: 'MR' } },
            { not: { has: { Modality: 'US' } } },
          ],
        },
      },
      raw: `SELECT count(*) FROM (${patients} ${ct} AND "PatientAge" BETWEEN ${step(policy, 'PatientAge', 40)} AND ${step(policy, 'PatientAge', 70)})
        SEMI JOIN (${patients} ${mr}) USING ("patient") ANTI JOIN (${patients} ${code('Modality', 'US')}) USING ("patient")`,
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
