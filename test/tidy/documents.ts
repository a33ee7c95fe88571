import { posix } from 'node:path';
import type { Source } from './repository.ts';

/** What the references in documents are checked against. */
export interface Known {
  /** Whether a file or folder is there, by its path from the root. */
  readonly exists: (path: string) => boolean;
  /** The npm scripts of package.json. */
  readonly scripts: ReadonlySet<string>;
}

const FENCED = /^(```|~~~)[^\n]*\n[\s\S]*?^\1[^\n]*$/gm;
const FRONT_MATTER = /^---\n[\s\S]*?\n---\n/;
const PLACES = /^((src|test|docs|scripts|policies|node-config|\.ci)\/|[A-Z]+\.md$)/;

/** Every reference of a Markdown file to a path, a page or an npm script that isn't there. */
export function deadReferences(doc: Source, known: Known): readonly string[] {
  const prose = doc.text.replace(FENCED, '');
  const paths = [...prose.matchAll(/`([^`\n]+)`/g)]
    .map(([, code = '']) => code.replace(/:\d+$/, '').replace(/\/$/, ''))
    .filter((code) => PLACES.test(code) && !/[\s*<>{}…]/.test(code));
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link.replace(/#.*$/, ''))
    .filter((link) => link !== '' && !/^[a-z]+:/.test(link))
    .map((link) => posix.join(posix.dirname(doc.path), link));
  const dead = [...paths, ...links].filter((path) => !known.exists(path));
  const scripts = [...doc.text.matchAll(/npm run ([a-z][a-z0-9:-]*)/g)]
    .map(([, script = '']) => script)
    .filter((script) => !known.scripts.has(script));
  return [...dead, ...scripts.map((script) => `npm run ${script}`)].map((what) => `${doc.path}: ${what}`);
}

/** How many first-level headings a Markdown file has. */
export function titlesIn(doc: Source): number {
  const prose = doc.text.replace(FRONT_MATTER, '').replace(FENCED, '');
  return [...prose.matchAll(/^# \S/gm)].length;
}

/** The commands of the first block of a Markdown file that is marked as `sh`: one a line. */
export function commandsIn(doc: Source): readonly string[] {
  const block = /^```sh\n([\s\S]*?)^```$/m.exec(doc.text)?.[1] ?? '';
  return block.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
}

/** What the names in a document are looked up in. */
export interface Vocabulary {
  /** Every word of the code and its settings. */
  readonly words: ReadonlySet<string>;
  /** The path of every file. */
  readonly paths: readonly string[];
}

/** Names in code style that neither the code nor a path has: what was renamed since it was written of. */
export function unknownNames(doc: Source, { words, paths }: Vocabulary): readonly string[] {
  const prose = doc.text.replace(FENCED, '');
  const named = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  const isPath = (code: string): boolean => paths.some((path) => `/${path}`.includes(`/${code}`));
  const isSaid = (code: string): boolean => (code.match(/[A-Za-z_]\w*/g) ?? []).every((word) => words.has(word));
  const isKnown = (code: string): boolean => isPath(code) || (!/\.tsx?$/.test(code) && isSaid(code));
  return named.filter((code) => !isKnown(code)).map((code) => `${doc.path}: ${code}`);
}
