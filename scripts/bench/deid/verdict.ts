import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../report.ts';
import { attacked } from './attacks.ts';
import type { Control } from './controls.ts';
import { type Become, controlled, daysFound, type Found, placesOf, readDatabases, searched } from './findings.ts';
import { notPlanted } from './input.ts';
import type { Plan } from './plan.ts';
import { type ActionScore, actionResults, actionScores, misses } from './report.ts';
import { type Scored, scored } from './score.ts';
import type { Session } from './session.ts';
import { inTables } from './table-files.ts';
import { rowsOf } from './tables.ts';

/** Everything that one run of the bench found. */
export interface Verdict {
  readonly scores: readonly ActionScore[];
  readonly misses: readonly string[];
  readonly found: readonly Found[];
  readonly controls: readonly Control[];
  /** Commands that should have worked, with what they said. */
  readonly failed: readonly string[];
  readonly results: readonly Result[];
}

interface VerdictOptions {
  readonly plan: Plan;
  readonly session: Session;
  readonly seed: number;
  readonly candidates: number;
}

/** Scores, searches and attacks what a session left behind. */
export async function verdictOn({ plan, session, seed, candidates }: VerdictOptions): Promise<Verdict> {
  const databases = await readDatabases(session);
  const found = searched(placesOf(session, databases), plan);
  const inRows = found.filter(({ place }) => place.endsWith('rows')).flatMap(({ hits }) => hits);
  const header = rowsOf(databases.staging, 'header');
  const leaked = new Set(inRows.map(({ token }) => token.text));
  const scoresOf = (of: Plan, become: Become): readonly Scored[] => scored({ plan: of, ...rowsIn(become), leaked });
  const all = scoresOf(plan, databases);
  const others = { dicomweb: scoresOf(plan, databases.web), tables: scoresOf(inTables(plan), databases.tables) };
  const controls = await controlled(session, plan, databases);
  const key = pseudonymKey(session.layout.site);
  const days = daysFound(plan, [...databases.all.staging, ...databases.all.snapshot]);
  const scores = actionScores(all);
  const published = [databases, databases.web, databases.tables].flatMap((become) => rowsIn(become).snapshot);
  const gone = withdrawnRows(plan, published);
  const results = [
    ...actionResults(scores),
    ...Object.entries(others).flatMap(([source, of]) => actionResults(actionScores(of), `${source} `)),
    ...found.map(({ place, hits }) => nothing(`hits.${place}`, hits.length, 'hits')),
    nothing('hits.days as numbers', days.length, 'columns'),
    ...controls.map(({ place, put, found: seen }) => whole(`control.${place}`, seen, put)),
    nothing('planted tokens that are in no file', notPlanted(plan).length, 'tokens'),
    nothing('withdrawn patients in the snapshot', gone, 'rows'),
    nothing('commands that failed', session.failed.length, 'commands'),
    ...attacked({ plan, header, key, candidates, seed }),
  ];
  const failed = session.failed.map(({ words, code, stderr }) => `${words[0]} ended with ${code}: ${stderr}`);
  const wrong = [
    ...misses(all),
    ...Object.entries(others).flatMap(([source, of]) => misses(of).map((one) => `${source} ${one}`)),
  ];
  return { scores, misses: wrong, found, controls, failed, results };
}

function rowsIn({ staging, snapshot }: Become) {
  return {
    header: rowsOf(staging, 'header'),
    instance: rowsOf(staging, 'instance'),
    snapshot: rowsOf(snapshot, 'series'),
  };
}

function nothing(key: string, value: number, unit: string): Result {
  return { key, value, unit, goal: '0', holds: value === 0 };
}

function whole(key: string, value: number, of: number): Result {
  return { key, value, unit: 'found', goal: String(of), holds: value === of };
}

function withdrawnRows(
  { series, markColumns, withdrawn }: Plan,
  rows: readonly Readonly<Record<string, bigint>>[],
): number {
  const gone = series.filter(({ patient }) => withdrawn.has(patient));
  const isOf = (row: Readonly<Record<string, bigint>>, marks: readonly number[]): boolean =>
    markColumns.every(({ field }, at) => row[field.keyword] === BigInt(marks[at]!));
  return rows.filter((row) => gone.some(({ marks }) => isOf(row, marks))).length;
}

/** The site's key, from its file: the last word of its one line. */
function pseudonymKey(site: string): Uint8Array {
  const words = readFileSync(join(site, 'keys', 'pseudonym.key'), 'utf8')
    .trim()
    .split(' ');
  return Buffer.from(words.at(-1) ?? '', 'base64url');
}
