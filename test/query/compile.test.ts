import { describe, expect, it } from 'vitest';
import { Query } from '../../src/contract/index.ts';
import { compiled as compile } from '../../src/query/compile/compile.ts';
import { caught, isObjection } from '../../src/query/objection.ts';
import { boundedQuestion } from '../../src/query/question.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';
import { declared, planOf } from './support/declared.ts';
import { dice } from './support/random.ts';
import { randomQuery } from './support/random-query.ts';

const policy = smallPolicy();
const facts = declared(policy);
const REQUESTS = 100_000;

const OWN_COLUMNS = ['patient', 'study', 'seed', 'block', 'scope', 'instances', 'live'];
const OWN_NAMES = [
  ...[
    'mask',
    'cells',
    'class',
    'both',
    'kept_by',
    'patients',
    'counts',
    'in_study',
    'groups',
    'kept',
    'cell',
    'bounded',
  ],
  ...['n_patients', 'n_studies', 'n_series', 'n_instances', 'piece', 'slot', 'total'],
];
const KNOWN = new Set([...OWN_COLUMNS, ...OWN_NAMES, ...policy.columns.keys()]);

/** Names with a number: flags of a cohort, values and the parts of a mean, totals. */
const NUMBERED = /^(has_\d+|word_\d+|v\d+_\d(_[ns])?|t\d+)$/;

/** Words of SQL that statements are made of; anything else in one would be a leak of a request into its text. */
const WORDS = new Set(
  `SELECT CASE WHEN THEN ELSE END AS FROM WHERE GROUP BY FILTER AND OR NOT IN IS NULL BETWEEN CAST UNION ALL series
   WITH MATERIALIZED UTINYINT USMALLINT UINTEGER INTEGER BIGINT UBIGINT struct_pack arg_min
   bit_or bit_count bool_or min max sum count least greatest hash unnest coalesce`.split(/\s+/),
);

/** Numbers that may stand in a text: constants of the compiler and bounds of the policy, never of a request. */
const NUMBERS = new Set(['0', '1', '2', '3', '15', '31', '2147483647']);

/** Signs of more than one letter, or of a meaning that depends on where they stand. */
const MARKS = new Set([':=', '/']);

const TOKEN = /"([^"]*)"|\$(\d+)|([A-Za-z_]\w*)|(\d[\w.]*)|(:=|[^\s\w"$(),*+&|<>=[\].-]|--)/g;

/** Everything in a text that is neither a listed identifier, a word of SQL, a constant nor a place for a value. */
function wrongIn(sql: string): string[] {
  return [...sql.matchAll(TOKEN)].flatMap(([token, identifier, place, word, number]) => {
    const isListed =
      identifier === undefined
        ? place !== undefined || WORDS.has(word ?? '') || NUMBERS.has(number ?? '') || MARKS.has(token)
        : KNOWN.has(identifier) || NUMBERED.test(identifier);
    return isListed ? [] : [token];
  });
}

/** What a text is by itself: whether it is one right statement, and for how many values it has places. */
interface Shape {
  readonly isRight: boolean;
  readonly places: number;
}

function shapeOf(sql: string): Shape {
  const scans = sql.split(/ FROM series WHERE "live" = 1(?: GROUP BY |\))/).length - 1;
  const wheres = sql.split(/(?<!FILTER \()WHERE/).length - 1;
  return {
    isRight: wrongIn(sql).length === 0 && scans === 1 && wheres === 1,
    places: new Set(sql.match(/\$\d+/g)).size,
  };
}

describe('the compiler', () => {
  it(`gives one statement of listed identifiers and bound values for ${REQUESTS} random questions`, () => {
    const throwing = dice(20_260_314);
    const shapes = new Map<string, Shape>();
    let planless = 0;
    for (let at = 0; at < REQUESTS; at += 1) {
      const query = randomQuery(policy, throwing);
      const compiled = caught(() => compile(boundedQuestion(query, policy, facts)));
      if (isObjection(compiled)) {
        // Trees and bins of many cells; every other random question has a plan.
        expect(compiled.code).toBe('too-many-groups');
        planless += 1;
        continue;
      }
      const { sql, parameters } = compiled;
      const shape = shapes.get(sql) ?? shapeOf(sql);
      shapes.set(sql, shape);
      if (!shape.isRight || shape.places !== parameters.length) {
        expect({ query, wrong: wrongIn(sql), sql }).toBeUndefined();
      }
    }
    expect(planless).toBeLessThan(REQUESTS / 10);
    expect(shapes.size).toBeGreaterThan(1_000);
  }, 600_000);

  it('makes its random questions in the language of the contract', () => {
    const throwing = dice(1);
    for (let at = 0; at < 500; at += 1) {
      const query = randomQuery(policy, throwing);
      expect(Query.parse(query)).toEqual(query);
    }
  });

  it('would notice an identifier, a literal or a second statement that is not its own', () => {
    expect(wrongIn('SELECT "Modalty" FROM series')).toEqual(['"Modalty"']);
    expect(wrongIn('SELECT 42 FROM series')).toEqual(['42']);
    expect(wrongIn("SELECT 'CT' FROM series")).toEqual(["'", 'CT', "'"]);
    expect(wrongIn('SELECT 1; DROP TABLE series')).toEqual([';', 'DROP', 'TABLE']);
    expect(wrongIn('SELECT 1 -- FROM series')).toEqual(['--']);
  });

  it('never puts a condition where a scan could use it', () => {
    const where = { all: [{ Modality: 'CT' }, { PatientAge: { between: [50, 80] as [number, number] } }] };
    const plan = planOf(policy, { count: 'series', where, cohort: { has: where }, blocks: [2026], epsilon: '1' });
    expect(plan.compiled.sql.match(/FROM series[^)]*/g)).toEqual(['FROM series WHERE "live" = 1']);
    const masks = planOf(policy, { count: 'patients', where, cohort: { has: where }, blocks: [2026], epsilon: '1' });
    expect(masks.compiled.sql.match(/FROM series[^)]*/g)).toEqual(['FROM series WHERE "live" = 1 GROUP BY "patient"']);
  });
});
