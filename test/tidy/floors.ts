import { posix } from 'node:path';
import { DOORS, FOLDERS, NODE_MODULES, THIRD_PARTIES, WALLS, WITH_NODE, WITHOUT_NODE } from './floors.table.ts';
import { type Import, importsOf } from './imports.ts';
import type { ParsedFile } from './parse.ts';

/** Every import of `file` (a path below src/) that the floors forbid, one sentence each. */
export function importBreaches(file: ParsedFile): readonly string[] {
  const path = file.path.slice('src/'.length);
  return importsOf(file).flatMap((found) => {
    const wrong = judge(path, found);
    return wrong === undefined ? [] : [`${found.where}: ${wrong}`];
  });
}

function judge(path: string, found: Import): string | undefined {
  const { specifier } = found;
  if (specifier === undefined) {
    return 'imports a module named by an expression';
  }
  if (specifier.startsWith('.')) {
    return judgeOwn(path, { ...found, specifier });
  }
  return specifier.startsWith('node:') ? judgeNode(path, { ...found, specifier }) : judgeThirdParty(path, specifier);
}

function judgeOwn(path: string, found: Import & { readonly specifier: string }): string | undefined {
  const target = posix.join(posix.dirname(path), found.specifier);
  const from = folderOf(path);
  const to = folderOf(target);
  if (!/\.tsx?$/.test(target)) {
    return `imports ${found.specifier}, which does not end in .ts`;
  }
  if (target.startsWith('..')) {
    return `imports ${found.specifier}, which is outside src/`;
  }
  if (WALLS.some(([here, there]) => path.startsWith(here) && target.startsWith(there))) {
    return `imports ${target} through a wall`;
  }
  return from === to ? undefined : judgeFolder({ from, to, target, typeOnly: found.typeOnly });
}

interface Crossing {
  readonly from: string;
  readonly to: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function judgeFolder({ from, to, target, typeOnly }: Crossing): string | undefined {
  const allowed = FOLDERS[from]?.mayImport ?? [];
  if (target !== `${to}/index.ts` && DOORS[target] === undefined) {
    return `enters ${to}/ by ${target}, which is no door`;
  }
  if (DOORS[target] !== undefined && !DOORS[target].includes(from)) {
    return `enters ${to}/ by ${target}, a door that is not for ${from}/`;
  }
  const listed = allowed.includes(to) ? DOORS[target] === undefined || DOORS[target].includes(from) : false;
  if (listed || allowed.includes(target) || (typeOnly && allowed.includes(`type ${to}`))) {
    return undefined;
  }
  return `${from}/ may not import ${to}/`;
}

function judgeNode(path: string, found: Import & { readonly specifier: string }): string | undefined {
  if (path !== WITH_NODE && WITHOUT_NODE.some((place) => path.startsWith(place))) {
    return `imports ${found.specifier} where there is no Node`;
  }
  const { files, harmless = [] } = NODE_MODULES[found.specifier] ?? { files: [path] };
  const harms = found.names === undefined || found.names.some((name) => !harmless.includes(name));
  return harms && !files.includes(path) ? `imports ${found.specifier}, which comes by argument` : undefined;
}

function judgeThirdParty(path: string, specifier: string): string | undefined {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const folders = THIRD_PARTIES[name];
  if (folders === 'anywhere' || folders?.includes(folderOf(path))) {
    return undefined;
  }
  return folders === undefined
    ? `imports ${name}, which no folder may`
    : `imports ${name}, which is for ${folders.join(', ')} alone`;
}

/** The folder of a path below src/; empty for a file in src/ itself. */
export function folderOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : '';
}
