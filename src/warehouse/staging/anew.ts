import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { guarded, putInPlace, syncPath } from '../../base/files.ts';
import { assert, LIMITS, SfumatoError } from '../../base/index.ts';
import { countOf } from '../engine/chunk-stream.ts';
import { engineSettings, openHandle, openHandleBeside, writingError } from '../engine/handle.ts';
import type { StagedTotals } from './row.ts';
import { type SourcesApart, sourcesApart } from './sources.ts';
import { openStaging, type StagingOptions } from './staging.ts';
import { anewFile, spillFolder, stagingFile } from './staging-file.ts';

type Place = Pick<StagingOptions, 'folder' | 'policy'>;

/** How many patients, studies and series one staging has that the other hasn't. */
export interface StagedApart {
  readonly patients: number;
  readonly studies: number;
  readonly series: number;
}

/** A staging beside the one that was read anew, counted exactly. For people on the site only. */
export interface StagingChange extends SourcesApart {
  readonly staged: StagedTotals;
  readonly anew: StagedTotals;
  /** What is staged, and was not found again. */
  readonly gone: StagedApart;
  /** What was found, and is not staged. */
  readonly come: StagedApart;
  /** How many stagings of other de-identifications there are; they go with a replacement. */
  readonly others: number;
}

/** Whether there is a staging, and whether one was begun anew beside it. */
export function stagingsThere({ folder, policy }: Place): { readonly staged: boolean; readonly anew: boolean } {
  return { staged: existsSync(stagingFile(folder, policy)), anew: existsSync(anewFile(folder, policy)) };
}

/** Holds what was read anew against what is staged; both must be there. @throws SfumatoError as `openStaging`. */
export async function compareStagings(place: Place): Promise<StagingChange> {
  const { folder, policy } = place;
  // Opened one after the other first, so that what a crash left beside either file is taken in.
  const [staged, anew] = [await totalsOf(place), await totalsOf({ ...place, anew: true })];
  const [file, beside] = [anewFile(folder, policy), stagingFile(folder, policy)];
  const settings = { ...engineSettings(LIMITS.stagingBytesMax), temp_directory: spillFolder(file) };
  const handle = await openHandleBeside({ file, staged: beside, settings });
  try {
    const connection = await handle.connect();
    const others = otherFiles(place).filter((name) => /^[0-9a-f]+\.duckdb$/.test(name)).length;
    return { staged, anew, ...(await apart(connection)), ...(await sourcesApart(connection)), others };
  } catch (cause) {
    throw writingError(file, cause);
  } finally {
    handle.close();
    rmSync(spillFolder(file), { recursive: true, force: true });
  }
}

async function totalsOf(options: StagingOptions): Promise<StagedTotals> {
  const staging = await openStaging(options);
  try {
    return await staging.totals();
  } finally {
    await staging.close();
  }
}

const LEVELS = { patients: 'patient', studies: 'patient, study', series: 'patient, study, series' } as const;

async function apart(connection: DuckDBConnection): Promise<Pick<StagingChange, 'gone' | 'come'>> {
  const missing = async (keys: string, [from, to]: readonly [string, string]): Promise<number> =>
    countOf(connection, `SELECT count(*) FROM (${keysIn(from, keys)}) ANTI JOIN (${keysIn(to, keys)}) USING (${keys})`);
  const between = async (...ends: readonly [string, string]): Promise<StagedApart> => ({
    patients: await missing(LEVELS.patients, ends),
    studies: await missing(LEVELS.studies, ends),
    series: await missing(LEVELS.series, ends),
  });
  return { gone: await between('staged.', ''), come: await between('', 'staged.') };
}

function keysIn(prefix: string, keys: string): string {
  return `SELECT ${keys} FROM ${prefix}header UNION SELECT ${keys} FROM ${prefix}instance`;
}

/**
 * Does what may fail before what was read anew takes the place of what is staged; both must be there. Gives what does it then, as one step.
 * The stagings of other de-identifications are deleted here already, for good, because they hold what goes, and a roll-back would publish it:
 * where it ends before the step, nothing is replaced yet, and whoever does it again is done.
 * @throws SfumatoError as `openHandle`, or `file-unwritable`; what it gives as `putInPlace`.
 */
export async function replacementReady(place: Place): Promise<() => void> {
  const [file, anew] = [stagingFile(place.folder, place.policy), anewFile(place.folder, place.policy)];
  for (const one of [file, anew]) {
    await settled(one);
  }
  deleteOthers(place);
  return () => putInPlace(anew, file, 0o600);
}

function deleteOthers(place: Place): void {
  const stagings = join(place.folder, 'staging');
  const others = otherFiles(place);
  for (const name of others) {
    deleteOther(join(stagings, name));
  }
  if (others.length > 0) {
    guarded(stagings, () => syncPath(stagings));
  }
}

function deleteOther(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (cause) {
    const sentence = `Nothing was replaced yet: ${path} holds what would go and could not be deleted; delete it, and give the same command again.`;
    throw new SfumatoError('file-unwritable', sentence, { cause });
  }
}

/** Takes in what a crash left beside a file: the log of one staging must never be read into another. */
async function settled(file: string): Promise<void> {
  const handle = await openHandle(file, engineSettings(LIMITS.stagingBytesMax));
  try {
    await (await handle.connect()).run('CHECKPOINT');
  } catch (cause) {
    throw writingError(file, cause);
  } finally {
    handle.close();
  }
  assert(!existsSync(`${file}.wal`), 'a database that was closed in order has no log beside it');
}

/** What lies in the folder of stagings and belongs to another de-identification. */
function otherFiles({ folder, policy }: Place): readonly string[] {
  const own = policy.deidentificationHash.slice(0, 16);
  return readdirSync(join(folder, 'staging')).filter(
    (name) => /^[0-9a-f]{16}(\.anew)?\.duckdb(\.partial)?(\.wal|\.tmp)?$/.test(name) && !name.startsWith(own),
  );
}

/** Deletes what was read anew, under former de-identifications too; what is staged stays as it is. Gives whether there was anything. */
export function discardAnew(folder: string): boolean {
  const stagings = join(folder, 'staging');
  const names = existsSync(stagings) ? readdirSync(stagings) : [];
  const anew = names.filter((name) => /^[0-9a-f]{16}\.anew\.duckdb(\.partial)?(\.wal|\.tmp)?$/.test(name));
  for (const name of anew) {
    rmSync(join(stagings, name), { recursive: true, force: true });
  }
  return anew.length > 0;
}
