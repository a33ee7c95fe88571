/** A place in a document: member names and list positions from the top. */
export type Path = readonly PropertyKey[];

/** Something wrong in a document, at a path of it; `line` (from 1) is given where no path leads. */
export interface Problem {
  readonly path: Path;
  /** One sentence, without its full stop and without the place. */
  readonly sentence: string;
  readonly line?: number;
}

/** How sentences name a path: `disclosure.cellsMax.value`, `fields[3].role`. */
export function nameOf(path: Path): string {
  const name = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return name === '' ? 'the document' : name.replace(/^\./, '');
}

/** “is X, but must be one of A, B, C” for a value outside a closed list. */
export function outsideList(given: unknown, allowed: readonly unknown[]): string {
  return `is ${shown(given)}, but must be ${oneOf(allowed)}`;
}

/** “one of A, B, C”, numbers in their order. */
export function oneOf(allowed: readonly unknown[]): string {
  const names = allowed.map(String);
  if (names.every((name) => Number.isFinite(Number(name)))) {
    names.sort((left, right) => Number(left) - Number(right));
  }
  return names.length === 1 ? (names[0] ?? '') : `one of ${names.join(', ')}`;
}

/** A value as a sentence may show it: short plain ones as they stand, others by what they are. */
export function shown(value: unknown): string {
  const short =
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && /^[ -~]{0,60}$/.test(value));
  return short ? JSON.stringify(value) : kindOf(value);
}

/** What a value is, in words. */
function kindOf(value: unknown): string {
  if (value === null) {
    return 'empty';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  return typeof value === 'object' ? 'a mapping' : WORDS[typeof value];
}

const WORDS = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  bigint: 'a number',
  symbol: 'something else',
  undefined: 'missing',
  function: 'something else',
  object: 'a mapping',
} as const;
