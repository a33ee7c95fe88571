import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  visit,
  type YAMLMap,
} from 'yaml';
import type { Path, Problem } from './problems/problem.ts';

/** A YAML text that was read: its value, what is wrong with it as YAML, and where things stand in it. */
export interface YamlText {
  /** `undefined` when there are problems. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** The line, from 1, of the last part of `path` that stands in the text. */
  readonly lineOf: (path: Path) => number;
}

const CHARACTERS_MAX = 512 * 1024;

/** Reads one YAML 1.2 document (core schema) without anchors, aliases, tags, repeated keys or keys that aren't text. */
export function readYaml(text: string): YamlText {
  if (text.length > CHARACTERS_MAX) {
    return unreadable(`the document is longer than ${CHARACTERS_MAX} characters`);
  }
  if (isTooDeep(text)) {
    return unreadable('the document is nested too deeply');
  }
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const document = 'empty' in documents ? undefined : documents[0];
  if (document === undefined || document.contents === null) {
    return unreadable('the document is empty');
  }
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const faults = [...documents].flatMap(syntaxFaults);
  const problems = faults.map(({ sentence, offset }) => ({ path: [], sentence, line: lineAt(offset) }));
  const value: unknown = problems.length === 0 ? document.toJS() : undefined;
  return { value, problems, lineOf: (path) => lineAt(offsetOf(document.contents, path)) };
}

const DEPTH_MAX = 200;
const DASHES = new RegExp(`(?:[-?][ \\t]+){${DEPTH_MAX}}`);

/**
 * Whether brackets, or dashes in one line, are nested beyond all sense, counted without regard to quotes. It is looked at before
 * the parser, which would fill the stack with them: what then fails for want of room may end the process and not throw.
 */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > DEPTH_MAX) {
      return true;
    }
  }
  return DASHES.test(text);
}

function unreadable(sentence: string): YamlText {
  return { value: undefined, problems: [{ path: [], sentence, line: 1 }], lineOf: () => 1 };
}

interface Fault {
  readonly sentence: string;
  readonly offset: number;
}

function syntaxFaults(document: Document, at: number): Fault[] {
  const faults: Fault[] = document.errors.map(({ message, pos }) => ({ sentence: notYaml(message), offset: pos[0] }));
  if (at > 0) {
    faults.push({ sentence: 'a second document starts here; a file holds one', offset: document.range?.[0] ?? 0 });
  }
  visit(document, (key, node) => {
    const sentence = unsupported(key, node);
    if (sentence !== undefined) {
      faults.push({ sentence, offset: startOf(node) ?? 0 });
    }
    for (const repeat of isMap(node) ? repeatsIn(node) : []) {
      faults.push(repeat);
    }
  });
  return faults;
}

/** Keys that stand twice in a map. The parser compares each with each, which for tens of thousands takes minutes. */
function repeatsIn({ items }: YAMLMap): Fault[] {
  const seen = new Set<unknown>();
  return items.flatMap(({ key }) => {
    const value = isScalar(key) ? key.value : undefined;
    if (value === undefined || !seen.has(value)) {
      seen.add(value);
      return [];
    }
    return [{ sentence: 'the same key stands twice; keep one', offset: startOf(key) ?? 0 }];
  });
}

function notYaml(message: string): string {
  return message.includes('call stack')
    ? 'the document is nested too deeply'
    : `not YAML: ${message.replace(/\s+/g, ' ').replace(/[.:]$/, '')}`;
}

// What YAML offers beyond plain data: each a way to write one thing and mean another, or much more than one sees.
function unsupported(key: unknown, node: unknown): string | undefined {
  if (isAlias(node)) {
    return 'an alias (*name) is not supported; write the value out';
  }
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) {
    return undefined;
  }
  if (node.anchor !== undefined) {
    return 'an anchor (&name) is not supported; leave it out';
  }
  if (node.tag !== undefined) {
    return `a tag (${node.tag}) is not supported; leave it out`;
  }
  const isText = isScalar(node) && typeof node.value === 'string' && node.value !== '__proto__';
  return key === 'key' && !isText ? 'a key must be text; put it in quotes' : undefined;
}

/** Where `path` starts in the text; of a member that isn't there, where its parent starts. */
function offsetOf(top: unknown, path: Path): number {
  let node = top;
  let offset = startOf(top) ?? 0;
  for (const step of path) {
    const found = childOf(node, step);
    if (found === undefined) {
      return offset;
    }
    offset = found.offset;
    node = found.node;
  }
  return offset;
}

function childOf(node: unknown, step: PropertyKey): { node: unknown; offset: number } | undefined {
  const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === step) : undefined;
  const item = isSeq(node) && typeof step === 'number' ? node.items[step] : undefined;
  const offset = startOf(pair?.key ?? item);
  return offset === undefined ? undefined : { node: pair?.value ?? item, offset };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
