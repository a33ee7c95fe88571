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
  return isList(value) ? value.every(isOrdered) : hasOrder(value);
}

function hasOrder(value: { readonly [key: string]: Json | undefined }): boolean {
  let last: string | undefined;
  for (const key of Object.keys(value)) {
    if ((last !== undefined && last >= key) || !isOrdered(value[key])) {
      return false;
    }
    last = key;
  }
  return true;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
