import { LIMITS } from '../base/index.ts';

/**
 * Parses JSON of at most `LIMITS.requestBytesMax` bytes, `requestDepthMax` levels and `nodesMax` values, all of whose text is
 * well-formed; `undefined` for anything else. Depth is checked on the text, because recursive validators overflow on deep input.
 */
export function jsonWithin(text: string, nodesMax: number = LIMITS.requestNodesMax): unknown {
  if (text.length > LIMITS.requestBytesMax || depthOf(text) > LIMITS.requestDepthMax) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return isWithin(value, nodesMax) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The deepest nesting of brackets outside strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (quoted) {
      at += letter === '\\' ? 1 : 0;
      quoted = letter !== '"';
    } else if (letter === '"') {
      quoted = true;
    } else if (letter === '{' || letter === '[') {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (letter === '}' || letter === ']') {
      depth -= 1;
    }
  }
  return deepest;
}

/**
 * Half of a surrogate pair, as a JSON text may spell one, has no UTF-8 bytes, and so nobody can have signed it. A member called `__proto__` is passed
 * over by who reads records: of a question's condition it would be signed, and left out of what is answered.
 */
function isWithin(value: unknown, nodesMax: number): boolean {
  const waiting: unknown[] = [value];
  let nodes = 0;
  while (waiting.length > 0) {
    const next = waiting.pop();
    nodes += 1;
    if (nodes > nodesMax || (typeof next === 'string' && !next.isWellFormed())) {
      return false;
    }
    if (typeof next === 'object' && next !== null) {
      if (!Array.isArray(next) && !Object.keys(next).every((key) => key.isWellFormed() && key !== '__proto__')) {
        return false;
      }
      waiting.push(...Object.values(next));
    }
  }
  return true;
}
