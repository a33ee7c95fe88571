import { describe, expect, it } from 'vitest';
import { Query } from '../../src/contract/index.ts';
import { compiled as compile } from '../../src/query/compile.ts';
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
  'mask',
  'bits',
  'class',
  'kept_by',
  'patients',
  'in_study',
  'kept',
  'keys',
  'key',
  'cell',
  'n',
  'total',
];
const KNOWN = new Set([...OWN_COLUMNS, ...OWN_NAMES, ...policy.columns.keys()]);

/** Words of SQL that statements are made of; anything else in one would be a leak of a request into its text. */
const WORDS = new Set(
  `SELECT CASE WHEN THEN ELSE END AS FROM WHERE GROUP BY FILTER AND OR NOT IN BETWEEN CAST true series
   UTINYINT USMALLINT UINTEGER INTEGER BIGINT UBIGINT
   bit_or bit_count bool_or min sum count least hash unnest coalesce`.split(/\s+/),
);

/** Numbers that may stand in a text: constants of the compiler and bounds of the policy, never of a request. */
const NUMBERS = new Set(['0', '1', '2', '3', '15', '20', '31', '33', '8191', '1048575', '2147483647']);

const TOKEN = /"([^"]*)"|\$(\d+)|([A-Za-z_]\w*)|(\d[\w.]*)|([^\s\w"$(),*+&|<>=[\]])/g;

/** Everything in a text that is neither a listed identifier, a word of SQL, a constant nor a place for a value. */
function wrongIn(sql: string): string[] {
  return [...sql.matchAll(TOKEN)].flatMap(([token, identifier, place, word, number]) => {
    const isListed =
      identifier === undefined
        ? place !== undefined || WORDS.has(word ?? '') || NUMBERS.has(number ?? '')
        : KNOWN.has(identifier) || /^has_\d+$/.test(identifier);
    return isListed ? [] : [token];
  });
}

describe('the compiler', () => {
  it(`gives one statement of listed identifiers and bound values for ${REQUESTS} random questions`, () => {
    const throwing = dice(20_260_314);
    const shapes = new Set<string>();
    let planless = 0;
    for (let at = 0; at < REQUESTS; at += 1) {
      const query = randomQuery(policy, throwing);
      const compiled = caught(() => compile(boundedQuestion(query, policy, facts)));
      if (isObjection(compiled)) {
        planless += 1;
        continue;
      }
      const wrong = wrongIn(compiled.sql);
      const places = compiled.sql.match(/\$\d+/g)?.length;
      const wheres = compiled.sql.split(' FROM series WHERE "live" = 1 GROUP BY ').length - 1;
      const filters = compiled.sql.split('WHERE').length - 1 - wheres;
      if (wrong.length > 0 || places !== compiled.parameters.length || wheres !== 1 || filters > 1) {
        expect({ query, wrong, sql: compiled.sql }).toBeUndefined();
      }
      shapes.add(compiled.sql);
    }
    expect(planless).toBe(0);
    expect(shapes.size).toBeGreaterThan(1_000);
  });

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
    expect(wrongIn('SELECT 1 -- FROM series')).toEqual(['-', '-']);
  });

  it('never puts a condition where a scan could use it', () => {
    const where = { all: [{ Modality: 'CT' }, { PatientAge: { between: [50, 80] as [number, number] } }] };
    const plan = planOf(policy, { count: 'series', where, cohort: { has: where }, blocks: [2026], epsilon: '1' });
    const scans = plan.compiled.sql.match(/FROM series[^)]*/g);
    expect(scans).toEqual(['FROM series WHERE "live" = 1 GROUP BY "patient"']);
  });
});
