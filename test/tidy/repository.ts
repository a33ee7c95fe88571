import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout, with a slash at the end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A file of the repository: its path from the root, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Reads one file by its path from the root. */
export function textOf(path: string): string {
  return readFileSync(`${ROOT}${path}`, 'utf8');
}

/** What git leaves out, by the folders and endings that .gitignore names. Works without git, as in an unpacked archive. */
function ignored(): (name: string) => boolean {
  const lines = textOf('.gitignore').split('\n');
  const names = new Set(['.git', ...lines.filter((line) => line.endsWith('/')).map((line) => line.slice(0, -1))]);
  const endings = lines.filter((line) => line.startsWith('*.')).map((line) => line.slice(1));
  return (name) => names.has(name) || endings.some((ending) => name.endsWith(ending));
}

/** Every file of the repository, sorted: paths from the root. */
export function allFiles(): readonly string[] {
  const skip = ignored();
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(`${ROOT}${folder}`, { withFileTypes: true })) {
      const path = `${folder}${entry.name}`;
      if (entry.isDirectory() && !skip(entry.name)) {
        walk(`${path}/`);
      } else if (entry.isFile() && !skip(entry.name)) {
        found.push(path);
      }
    }
  };
  walk('');
  return found.sort();
}

/** The TypeScript and JavaScript below `folder` (which ends in a slash), read. */
export function codeBelow(folder: string): readonly Source[] {
  return allFiles()
    .filter((path) => path.startsWith(folder) && /\.[cm]?[jt]sx?$/.test(path))
    .map((path) => ({ path, text: textOf(path) }));
}
