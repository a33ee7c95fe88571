import ts from 'typescript';
import { type ParsedFile, visit, whereIs } from './parse.ts';

/** Forms of TypeScript that the house does without. */
export function formBreaches(file: ParsedFile): readonly string[] {
  const found: string[] = [];
  visit(file.tree, (node) => {
    const form = unwantedForm(node);
    if (form !== undefined && !describesThirdParty(node)) {
      found.push(`${whereIs(file, node)}: ${form}`);
    }
  });
  return found;
}

/** Whether a node stands in `declare module 'x'`, which has the forms that x has. */
function describesThirdParty(node: ts.Node): boolean {
  return (
    node.parent !== undefined &&
    ((ts.isModuleDeclaration(node.parent) && ts.isStringLiteral(node.parent.name)) || describesThirdParty(node.parent))
  );
}

function unwantedForm(node: ts.Node): string | undefined {
  if (ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword) {
    return ts.isDefaultClause(node.parent) ? undefined : 'default export';
  }
  if (ts.isExportSpecifier(node) && node.name.text === 'default') {
    return 'default export';
  }
  if (ts.isEnumDeclaration(node)) {
    return 'enum';
  }
  if (ts.isModuleDeclaration(node) && ts.isIdentifier(node.name)) {
    return 'namespace';
  }
  if (ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent)) {
    return 'parameter property';
  }
  return ts.isDecorator(node) ? 'decorator' : undefined;
}

/** Where a file says that the compiler is wrong: “path:line” of each `as T` and `<T>x`, but not of `as const`. */
export function castsIn(file: ParsedFile): readonly string[] {
  const found: string[] = [];
  visit(file.tree, (node) => {
    if ((ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) && !ts.isConstTypeReference(node.type)) {
      found.push(whereIs(file, node));
    }
  });
  return found;
}

/** Where a literal is spread into an object: TypeScript then lets properties by that nothing reads. “path:line” of each. */
export function spreadLiteralsIn(file: ParsedFile): readonly string[] {
  const found: string[] = [];
  visit(file.tree, (node) => {
    if (ts.isSpreadAssignment(node) && ts.isObjectLiteralExpression(node.expression)) {
      found.push(whereIs(file, node));
    }
  });
  return found;
}

/** The exported names of a file that no doc comment explains. A name's type and value share one. */
export function undocumented(file: ParsedFile): readonly string[] {
  const local = new Set(file.tree.statements.flatMap((statement) => locallyExported(statement)));
  const known = new Set<string>();
  const exported = new Map<string, string>();
  for (const statement of file.tree.statements) {
    for (const name of namesDeclaredBy(statement)) {
      if (isDocumented(statement)) {
        known.add(name);
      }
      if (isExported(statement) || local.has(name)) {
        exported.set(name, whereIs(file, statement));
      }
    }
  }
  return [...exported].filter(([name]) => !known.has(name)).map(([name, where]) => `${where}: ${name}`);
}

/** Names in `export { a, b }` without `from`. */
function locallyExported(statement: ts.Statement): readonly string[] {
  if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier || !statement.exportClause) {
    return [];
  }
  return ts.isNamedExports(statement.exportClause)
    ? statement.exportClause.elements.map((element) => (element.propertyName ?? element.name).text)
    : [];
}

function namesDeclaredBy(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name));
  }
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return named && statement.name !== undefined ? [statement.name.text] : [];
}

function namesIn(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) {
    return [name.text];
  }
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []));
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function isDocumented(statement: ts.Statement): boolean {
  return ts.getJSDocCommentsAndTags(statement).some((doc) => {
    const text = ts.isJSDoc(doc) ? ts.getTextOfJSDocComment(doc.comment) : undefined;
    return (text ?? '').trim().length > 0;
  });
}
