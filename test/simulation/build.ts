import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import type { Fault } from './faults.table.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');
/** The programs; what they import of the tests goes with them. */
const PROGRAMS = ['test/simulation/worker.ts', 'test/budget/killed-site.ts'];
const PARTS = ['base', 'contract', 'privacy', 'journal', 'budget'];

/** The programs of the simulation as plain JavaScript, in a folder of their own. */
export interface Build {
  readonly folder: string;
  remove(): void;
}

/**
 * Compiles the programs against the built product; with a fault, against a copy of it in which the fault is planted. @throws
 * Error when the text that the fault changes isn't there exactly once.
 */
export function buildSimulation(fault?: Fault): Build {
  const folder = mkdtempSync(join(tmpdir(), 'sfumato-simulation-'));
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  for (const [file, text] of sourcesOf(PROGRAMS)) {
    const target = join(folder, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, plain(text));
  }
  for (const part of PARTS) {
    cpSync(join(REPOSITORY, 'dist', part), join(folder, 'dist', part), { recursive: true });
  }
  for (const { file, from, to } of fault?.edits ?? []) {
    plant(join(folder, 'dist', file), { name: fault?.name ?? '', from, to });
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** These files and all that they import under `test/`, with their texts. */
function sourcesOf(programs: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const todo = [...programs];
  for (let file = todo.pop(); file !== undefined; file = todo.pop()) {
    if (!texts.has(file)) {
      const text = readFileSync(join(REPOSITORY, file), 'utf8');
      const folder = dirname(file);
      texts.set(file, text);
      const imported = [...text.matchAll(/ from '(\.[^']+)'/g)].map(([, path = '']) => join(folder, path));
      todo.push(...imported.filter((path) => path.startsWith('test/')));
    }
  }
  return texts;
}

function plain(source: string): string {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  });
  return outputText.replaceAll(/(['"])((?:\.\.\/)+)src\//g, '$1$2dist/');
}

function plant(
  path: string,
  { name, from, to }: { readonly name: string; readonly from: string; readonly to: string },
) {
  const parts = readFileSync(path, 'utf8').split(from);
  if (parts.length !== 2) {
    throw new Error(
      `The fault “${name}” no longer fits ${path}: what it changes stands there ${parts.length - 1} times.`,
    );
  }
  writeFileSync(path, parts.join(to));
}
