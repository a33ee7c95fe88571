import { assert } from './assert.ts';

/** What canonical JSON can hold. Integers beyond 2⁵³ travel as decimal strings. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * RFC 8785 (JSON Canonicalization Scheme): members sorted by UTF-16 code units, ECMAScript number form, no white space.
 * @throws AssertionFailure for a number that JSON can't hold, or a lone surrogate.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') {
    return quoted(value);
  }
  if (typeof value === 'number') {
    assert(Number.isFinite(value), 'canonical JSON holds finite numbers only');
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') {
    return String(value);
  }
  if (isList(value)) {
    return `[${value.map(canonicalJson).join(',')}]`;
  }
  let members = '';
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    // An absent optional member and one that is undefined are the same document.
    if (member !== undefined) {
      members += `${members === '' ? '' : ','}${quoted(key)}:${canonicalJson(member)}`;
    }
  }
  return `{${members}}`;
}

/** Letters, digits and some marks that JSON never escapes: most names and values here. */
const PLAIN = /^[\w .:@/+-]*$/;

function quoted(text: string): string {
  if (PLAIN.test(text)) {
    return `"${text}"`;
  }
  assert(text.isWellFormed(), 'canonical JSON holds well-formed text only');
  return JSON.stringify(text);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
