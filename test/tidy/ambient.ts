import ts from 'typescript';
import { GLOBALS, SYNCHRONOUS } from './floors.table.ts';
import { type ParsedFile, visit, whereIs } from './parse.ts';

/** Every reach of `file` (a path below src/) for a clock, an environment, a terminal, … that should come by argument. */
export function ambientBreaches(file: ParsedFile): readonly string[] {
  const path = file.path.slice('src/'.length);
  const found: string[] = [];
  visit(file.tree, (node) => {
    const use = ts.isIdentifier(node) && isValue(node) && file.isGlobal(node) ? useOf(node) : undefined;
    if (use !== undefined && isForbidden(path, use)) {
      found.push(
        `${whereIs(file, node)}: uses ${[use.name, use.member].filter((part) => part !== undefined).join('.')}`,
      );
    }
  });
  return found;
}

/** Every asynchronous thing in a `file` that is to be synchronous. */
export function asyncBreaches(file: ParsedFile): readonly string[] {
  const found: string[] = [];
  if (SYNCHRONOUS.some((place) => file.path.startsWith(`src/${place}`))) {
    visit(file.tree, (node) => {
      if (isAsynchronous(node)) {
        found.push(`${whereIs(file, node)}: is asynchronous`);
      }
    });
  }
  return found;
}

function isAsynchronous(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.AsyncKeyword || node.kind === ts.SyntaxKind.AwaitKeyword) {
    return true;
  }
  return ts.isAwaitExpression(node) || (ts.isIdentifier(node) && /^(Promise|PromiseLike|then)$/.test(node.text));
}

interface Use {
  readonly name: string;
  /** The member taken; “…” when it can't be read off the text; `undefined` for the thing itself. */
  readonly member: string | undefined;
}

/** What a global identifier reaches; `globalThis.x.y` is a use of x, as `x.y` is. `undefined` for arithmetic on dates. */
function useOf(identifier: ts.Identifier): Use | undefined {
  const outer = identifier.text === 'globalThis' ? stepFrom(identifier) : { node: identifier, member: identifier.text };
  if (outer === undefined) {
    return { name: 'globalThis', member: undefined };
  }
  if (outer.member === 'Date' && isArithmetic(outer.node)) {
    return undefined;
  }
  const reads = outer.member === 'Date' && readsClock(outer.node) ? 'now' : undefined;
  return { name: outer.member, member: stepFrom(outer.node)?.member ?? reads };
}

interface Step {
  readonly node: ts.Expression;
  readonly member: string;
}

function stepFrom(of: ts.Expression): Step | undefined {
  const { parent } = of;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === of) {
    return { node: parent, member: parent.name.text };
  }
  if (ts.isElementAccessExpression(parent) && parent.expression === of) {
    const key = parent.argumentExpression;
    return { node: parent, member: ts.isStringLiteralLike(key) ? key.text : '…' };
  }
  return undefined;
}

/** `Date()` and `new Date()`. */
function readsClock({ parent }: ts.Expression): boolean {
  return (ts.isNewExpression(parent) && (parent.arguments ?? []).length === 0) || ts.isCallExpression(parent);
}

/** `new Date(…)` with arguments, and `instanceof Date`. */
function isArithmetic({ parent }: ts.Expression): boolean {
  return (
    (ts.isNewExpression(parent) && (parent.arguments ?? []).length > 0) ||
    (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword)
  );
}

/** Whether an identifier stands for a value: not for a type, and not for the name of a member or a declaration. */
function isValue(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  if (ts.isShorthandPropertyAssignment(parent)) {
    return parent.name === identifier;
  }
  const isName = 'name' in parent && parent.name === identifier;
  const isKey = 'propertyName' in parent && parent.propertyName === identifier;
  const isType = ts.isTypeNode(parent) || ts.isQualifiedName(parent) || ts.isTypeElement(parent);
  return !(isName || isKey || isType || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent));
}

function isForbidden(path: string, use: Use): boolean {
  if (use.name === 'globalThis' || use.name === '…') {
    return true;
  }
  return (GLOBALS[use.name] ?? []).some(({ members, files, passedOnBy = [] }) => {
    const passedOn = use.member === undefined && passedOnBy.includes(path);
    return !files.includes(path) && !passedOn && (members === undefined || isWatched(use.member, members));
  });
}

/** The thing itself, or a member that can't be read off the text, may be any of its members. */
function isWatched(member: string | undefined, members: readonly string[]): boolean {
  return member === undefined || member === '…' || members.includes(member);
}
