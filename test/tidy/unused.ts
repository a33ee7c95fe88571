import { posix } from 'node:path';
import { DOORS, FOLDERS, THIRD_PARTIES } from './floors.table.ts';
import { folderOf } from './floors.ts';
import type { Source } from './repository.ts';

/** What the floors allow and nobody makes use of, one sentence each: a wall that is open for nothing. */
export function unusedIn(sources: readonly Source[]): readonly string[] {
  const used = new Set(sources.flatMap(({ path, text }) => usesIn(path.slice('src/'.length), text)));
  return Object.entries(FOLDERS).flatMap(([folder, { mayImport }]) =>
    [...mayImport, ...doorsFor(folder), ...thirdPartiesOf(folder)]
      .filter((what) => !used.has(`${folder} ${what.replace('type ', '')}`))
      .map((what) => `${folder}/ may import ${what}`),
  );
}

function doorsFor(folder: string): readonly string[] {
  return Object.keys(DOORS).filter((door) => DOORS[door]?.includes(folder));
}

/** The third parties that a folder may import, where not every folder may, in the order of the table. */
export function thirdPartiesOf(folder: string): readonly string[] {
  return Object.entries(THIRD_PARTIES)
    .filter(([, folders]) => folders !== 'anywhere' && folders.includes(folder))
    .map(([name]) => name);
}

/** A file that a package only brings, as a script or a style sheet, is named too and never imported. */
function usesIn(path: string, text: string): readonly string[] {
  const folder = folderOf(path);
  return [...text.matchAll(/'((?:\.\.?\/|@?[a-z])[^'\s]*)'/g)].flatMap(([, name = '']) => {
    const target = posix.join(posix.dirname(path), name);
    const party = /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? '';
    // A word in quotes may be the name of a folder as well; a third party is none.
    const whole = name.startsWith('.') ? [folderOf(target), target] : party in THIRD_PARTIES ? [party] : [];
    return whole.map((what) => `${folder} ${what}`);
  });
}
