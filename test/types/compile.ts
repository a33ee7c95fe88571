import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A TypeScript module that exists in memory only, as if it stood in `test/types/bypasses/`. */
export interface Snippet {
  /** A sentence; it names the file too. */
  readonly name: string;
  readonly code: string;
}

/** One complaint of the compiler: its number, its text with all that follows from it, and where. */
export interface Complaint {
  readonly number: number;
  readonly text: string;
  readonly line: number;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = `${ROOT}test/types/bypasses/`;

/** The path of a snippet in memory. */
function pathOf(name: string): string {
  return `${FOLDER}${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.ts`;
}

/**
 * Compiles all snippets in one program, under the project's own options, beside the real files that they import.
 * Gives the complaints about each snippet by its name.
 */
export function compile(snippets: readonly Snippet[]): ReadonlyMap<string, readonly Complaint[]> {
  const texts = new Map(snippets.map(({ name, code }) => [pathOf(name), code]));
  if (texts.size !== snippets.length) {
    throw new Error('two snippets have names that make the same file');
  }
  const options = projectOptions();
  const program = ts.createProgram([...texts.keys()], options, hostWith(texts, options));
  return new Map(snippets.map(({ name }) => [name, complaintsAbout(program, pathOf(name))]));
}

function projectOptions(): ts.CompilerOptions {
  const { config, error } = ts.parseConfigFileTextToJson('tsconfig.json', readFileSync(`${ROOT}tsconfig.json`, 'utf8'));
  const { options, errors } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, ROOT);
  const wrong = [error, ...errors].filter((one) => one !== undefined && one.code !== NO_INPUTS);
  if (wrong.length > 0) {
    throw new Error('tsconfig.json does not parse');
  }
  return options;
}

const NO_INPUTS = 18_002; // “The 'files' list in config file is empty”: the snippets are its files

function hostWith(texts: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    readFile: (path) => texts.get(path) ?? host.readFile(path),
    getSourceFile: (path, languageVersion) => {
      const text = texts.get(path);
      return text === undefined
        ? host.getSourceFile(path, languageVersion)
        : ts.createSourceFile(path, text, languageVersion, true);
    },
  };
}

/** Errors whose number is another because of a name to suggest or an optional property nearby; the reason is the same. */
const SAME_REASON: ReadonlyMap<number, number> = new Map([
  [2375, 2322], // no such type
  [2379, 2345], // no such argument
  [2724, 2305], // no such export
  [2551, 2339], // no such property
  [2552, 2304], // no such name
  [2561, 2353], // no such property in a literal
]);

function complaintsAbout(program: ts.Program, path: string): readonly Complaint[] {
  const file = program.getSourceFile(path);
  if (file === undefined) {
    throw new Error(`TypeScript did not read ${path}`);
  }
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map((one) => ({
    number: SAME_REASON.get(one.code) ?? one.code,
    text: ts.flattenDiagnosticMessageText(one.messageText, '\n'),
    line: file.getLineAndCharacterOfPosition(one.start ?? 0).line + 1,
  }));
}
