import { canonicalJson, type Json } from '../base/index.ts';

/**
 * The value of `text` when it is RFC 8785 JSON, byte for byte; `undefined` otherwise. As comparing with `canonicalJson`, but
 * without building the text anew where V8 already writes it the same way.
 */
export function parseCanonical(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    const same = JSON.stringify(value) === text && isOrdered(value);
    // V8 puts members that look like array indexes first, so only the slow way is right about them.
    return same || canonicalJson(value) === text ? value : undefined;
  } catch {
    // Text that isn't JSON, or that canonical JSON can't hold: nothing that this program writes.
    return undefined;
  }
}

/** Whether all members stand in the order of their UTF-16 code units and all text is well-formed. */
function isOrdered(value: Json | undefined): boolean {
  if (typeof value === 'string') {
    return value.isWellFormed();
  }
  if (typeof value !== 'object' || value === null) {
    return true;
  }
  const keys = Array.isArray(value) ? [] : Object.keys(value);
  return keys.every((key, at) => at === 0 || (keys[at - 1] ?? '') < key) && Object.values(value).every(isOrdered);
}
