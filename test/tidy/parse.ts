import ts from 'typescript';
import type { Source } from './repository.ts';

/** One file, parsed, with a way to ask whether a name in it is declared there. */
export interface ParsedFile {
  readonly path: string;
  readonly tree: ts.SourceFile;
  /** Whether an identifier used as a value means something that the file doesn't declare or import. */
  readonly isGlobal: (name: ts.Identifier) => boolean;
}

/** Parses and binds files without following imports or loading libraries: what stays unresolved is global. */
export function parseAll(sources: readonly Source[]): readonly ParsedFile[] {
  const texts = new Map(sources.map(({ path, text }) => [`/${path}`, text]));
  const options: ts.CompilerOptions = {
    noLib: true,
    noResolve: true,
    types: [],
    allowJs: true,
    target: ts.ScriptTarget.ES2023,
  };
  const program = ts.createProgram([...texts.keys()], options, hostOf(texts, options));
  const checker = program.getTypeChecker();
  return sources.map(({ path }) => {
    const tree = program.getSourceFile(`/${path}`);
    if (tree === undefined) {
      throw new Error(`TypeScript did not parse ${path}`);
    }
    return { path, tree, isGlobal: (name) => !isDeclared(checker, name) };
  });
}

function hostOf(texts: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.CompilerHost {
  return {
    ...ts.createCompilerHost(options),
    getSourceFile: (name, languageVersion) => {
      const text = texts.get(name);
      return text === undefined ? undefined : ts.createSourceFile(name, text, languageVersion, true);
    },
    fileExists: (name) => texts.has(name),
    readFile: (name) => texts.get(name),
    getCurrentDirectory: () => '/',
  };
}

function isDeclared(checker: ts.TypeChecker, name: ts.Identifier): boolean {
  const symbol = ts.isShorthandPropertyAssignment(name.parent)
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name);
  return (symbol?.declarations ?? []).length > 0;
}

/** Visits every node below `from`. */
export function visit(from: ts.Node, see: (node: ts.Node) => void): void {
  see(from);
  ts.forEachChild(from, (child) => visit(child, see));
}

/** “path:line”, for a message. */
export function whereIs(file: ParsedFile, node: ts.Node): string {
  return `${file.path}:${file.tree.getLineAndCharacterOfPosition(node.getStart(file.tree)).line + 1}`;
}
