import { assert } from './assert.ts';

/** What canonical JSON can hold. Integers beyond 2⁵³ travel as decimal strings. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * RFC 8785 (JSON Canonicalization Scheme): members sorted by UTF-16 code units, ECMAScript number form, no white space.
 * @throws AssertionFailure for a number that JSON can't hold, or a lone surrogate.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number') {
    assert(Number.isFinite(value), 'canonical JSON holds finite numbers only');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    assert(value.isWellFormed(), 'canonical JSON holds well-formed text only');
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') {
    return JSON.stringify(value);
  }
  if (isList(value)) {
    return `[${value.map(canonicalJson).join(',')}]`;
  }
  const members = Object.keys(value)
    .sort()
    .map((key) => member(key, value[key]));
  return `{${members.filter((text) => text !== undefined).join(',')}}`;
}

function member(key: string, value: Json | undefined): string | undefined {
  // An absent optional member and one that is undefined are the same document.
  return value === undefined ? undefined : `${canonicalJson(key)}:${canonicalJson(value)}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
