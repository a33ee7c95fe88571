import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Control, controlFolder, controlLogs, controlRows, controlWatch, piecesOf } from './controls.ts';
import { sitesOf } from './layout.ts';
import { type Chunk, chunksBelow, chunksSaid, type Place } from './places.ts';
import type { Plan } from './plan.ts';
import { calendarNumbers } from './score.ts';
import { type Hit, searchFor } from './search.ts';
import type { Session } from './session.ts';
import { type Contents, chunksOf, contentsOf } from './tables.ts';

/** What one source became. */
export interface Become {
  readonly staging: Contents;
  readonly snapshot: Contents;
}

/** The databases of all sites, read in full. */
export interface Databases extends Become {
  /** Of the same people, read from a DICOMweb server and from tables. */
  readonly web: Become;
  readonly tables: Become;
  /** All stagings and all snapshots, those of the site where things go wrong too. */
  readonly all: { readonly staging: readonly Contents[]; readonly snapshot: readonly Contents[] };
  readonly files: { readonly staging: string; readonly snapshot: string };
}

/** Reads every staging and snapshot. */
export async function readDatabases({ layout }: Session): Promise<Databases> {
  let count = 0;
  const read = (file: string): Promise<Contents> => {
    count += 1;
    return contentsOf(file, join(layout.aside, `read-${count}.duckdb`));
  };
  const readAll = (folder: string) =>
    Promise.all(
      sitesOf(layout)
        .flatMap((site) => databasesIn(join(site, folder)).map((file) => ({ site, file })))
        .map(async ({ site, file }) => ({ site, contents: await read(file) })),
    );
  const [stagings, snapshots] = [await readAll('staging'), await readAll('snapshots')];
  const first = (all: typeof stagings, site: string): Contents => all.find((one) => one.site === site)!.contents;
  const become = (site: string): Become => ({ staging: first(stagings, site), snapshot: first(snapshots, site) });
  const all = (databases: typeof stagings) => databases.map(({ contents }) => contents);
  return {
    ...become(layout.site),
    web: become(layout.web),
    tables: become(layout.tables),
    all: { staging: all(stagings), snapshot: all(snapshots) },
    files: {
      staging: databasesIn(join(layout.site, 'staging'))[0]!,
      snapshot: databasesIn(join(layout.site, 'snapshots'))[0]!,
    },
  };
}

function databasesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.duckdb'))
    .map((name) => join(folder, name));
}

/** Every place that is searched. */
export function placesOf({ layout, product }: Session, databases: Databases): readonly Place[] {
  const sites = [...sitesOf(layout), layout.coordinator];
  const inJournal = (path: string): boolean => path.startsWith('journal');
  const below = (folders: readonly string[], wanted?: (path: string) => boolean): readonly Chunk[] =>
    folders.flatMap((folder) => chunksBelow(folder, wanted));
  const rows = (contents: readonly Contents[]): readonly Chunk[] => contents.flatMap(chunksOf);
  return [
    { name: 'journal', chunks: below(sites, inJournal) },
    { name: 'logs', chunks: chunksSaid(product.runs) },
    { name: 'site folder', chunks: below(sites, (path) => !inJournal(path)) },
    { name: 'temporary folders', chunks: below(layout.homes) },
    { name: 'while running', chunks: below([layout.seen]) },
    { name: 'staging rows', chunks: rows(databases.all.staging) },
    { name: 'snapshot rows', chunks: rows(databases.all.snapshot) },
  ];
}

/** Tokens that were found in one place. */
export interface Found {
  readonly place: string;
  readonly bytes: number;
  readonly hits: readonly (Hit & { readonly label: string })[];
}

/** Looks for every planted token in every place. */
export function searched(places: readonly Place[], plan: Plan): readonly Found[] {
  const search = searchFor(plan.tokens);
  return places.map(({ name, chunks }) => ({
    place: name,
    bytes: chunks.reduce((sum, { bytes }) => sum + bytes.length, 0),
    hits: chunks.flatMap(({ label, bytes }) => search(bytes).map((hit) => ({ ...hit, label }))),
  }));
}

/** Integers beside the policy's own columns that name a planted day in some calendar. */
export function daysFound({ policy, series }: Plan, contents: readonly Contents[]): readonly string[] {
  const days = new Set(series.flatMap(({ person, visit }) => [person.born, visit.date].flatMap(calendarNumbers)));
  return contents.flatMap(({ columns }) =>
    columns
      .filter(({ name }) => !policy.columns.has(name))
      .filter(({ values }) => values.some((value) => typeof value === 'bigint' && days.has(value)))
      .map(({ table, name }) => `${table}.${name}`),
  );
}

/** Whether the search would have found something, place by place. */
export async function controlled(session: Session, plan: Plan, { files }: Databases): Promise<readonly Control[]> {
  const { layout, product } = session;
  const search = searchFor(plan.controls);
  const pieces = piecesOf(plan.controls);
  const at = (name: string): string => join(layout.aside, `control-${name}`);
  const folder = (place: string, path: string): Control =>
    controlFolder(place, { folder: path, copy: at(place.replaceAll(' ', '-')), pieces, search });
  return [
    folder('journal', join(layout.site, 'journal')),
    await controlLogs(product, pieces, search),
    folder('site folder', layout.site),
    folder('temporary folders', layout.homes[2]!),
    await controlWatch(product, { folders: layout.homes, kept: at('seen'), pieces, search }),
    await controlRows('staging rows', { file: files.staging, copy: at('staging.duckdb'), pieces, search }),
    await controlRows('snapshot rows', { file: files.snapshot, copy: at('snapshot.duckdb'), pieces, search }),
  ];
}
