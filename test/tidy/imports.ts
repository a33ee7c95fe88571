import ts from 'typescript';
import { type ParsedFile, visit, whereIs } from './parse.ts';

/** One import in any of TypeScript's forms. */
export interface Import {
  /** `undefined` when the module is named by an expression, which nobody can check. */
  readonly specifier: string | undefined;
  /** Whether it leaves nothing behind at run time. */
  readonly typeOnly: boolean;
  /** The names taken from the module, where it is an `import { … }`; `undefined` when it may be all of them. */
  readonly names: readonly string[] | undefined;
  /** “path:line”. */
  readonly where: string;
}

/** Every import of a file: `import`, `import type`, `export … from`, `import()`, `import('…')` types, `require`. */
export function importsOf(file: ParsedFile): readonly Import[] {
  const found: Import[] = [];
  visit(file.tree, (node) => {
    const named = moduleNamedBy(node);
    if (named !== undefined) {
      const specifier =
        named.module !== undefined && ts.isStringLiteralLike(named.module) ? named.module.text : undefined;
      found.push({ specifier, typeOnly: named.typeOnly, names: namesTakenBy(node), where: whereIs(file, node) });
    }
  });
  return found;
}

interface Named {
  readonly module: ts.Node | undefined;
  readonly typeOnly: boolean;
}

function moduleNamedBy(node: ts.Node): Named | undefined {
  if (ts.isImportDeclaration(node)) {
    return { module: node.moduleSpecifier, typeOnly: isTypeOnly(node.importClause) };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return { module: node.moduleSpecifier, typeOnly: node.isTypeOnly || everyIsType(node.exportClause) };
  }
  if (ts.isImportTypeNode(node)) {
    return { module: ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, typeOnly: true };
  }
  if (ts.isExternalModuleReference(node)) {
    return { module: node.expression, typeOnly: false };
  }
  if (ts.isCallExpression(node) && isLoader(node.expression)) {
    return { module: node.arguments[0], typeOnly: false };
  }
  return undefined;
}

function namesTakenBy(node: ts.Node): readonly string[] | undefined {
  const clause = ts.isImportDeclaration(node) ? node.importClause : undefined;
  const bindings = clause?.namedBindings;
  return clause?.name === undefined && bindings !== undefined && ts.isNamedImports(bindings)
    ? bindings.elements.map((element) => (element.propertyName ?? element.name).text)
    : undefined;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) {
    return false;
  }
  return (
    clause.phaseModifier === ts.SyntaxKind.TypeKeyword ||
    (clause.name === undefined && everyIsType(clause.namedBindings))
  );
}

function everyIsType(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean {
  if (bindings === undefined || ts.isNamespaceImport(bindings) || ts.isNamespaceExport(bindings)) {
    return false;
  }
  return bindings.elements.length > 0 && bindings.elements.every((element) => element.isTypeOnly);
}

function isLoader(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}
