import type { z } from 'zod';
import { nearest } from '../../base/index.ts';

type Issue = z.core.$ZodIssue;
type Union = z.core.$ZodIssueInvalidUnion;

/** What a value that fits no branch of a union was probably meant to be. */
export type Meant =
  /** One branch: what is wrong is what that branch says. */
  | { readonly kind: 'branch'; readonly issues: readonly Issue[] }
  /** Keys that are known, though each in another branch. */
  | { readonly kind: 'several'; readonly keys: readonly string[] }
  /** No branch more than another: each lacks a key of its own, and none knows `strange`. */
  | { readonly kind: 'none'; readonly strange: readonly string[]; readonly lacks: readonly string[] };

interface Branch {
  readonly issues: readonly Issue[];
  /** Keys of the value that the branch doesn't know, and keys that it needs and that aren't there. */
  readonly strange: readonly string[];
  readonly lacks: readonly string[];
  /** How many mistakes it takes to come from this branch to the value. */
  readonly mistakes: number;
  readonly depth: number;
}

/** Chooses by the keys of `given`; `undefined` where it is of another kind than every branch: text for a mapping, say. */
export function meantBy(union: Union, given: unknown): Meant | undefined {
  const branches = flat(union)
    .filter((issues) => !issues.some(isOfAnotherKind))
    .map((issues) => branchOf(issues, given))
    .sort((left, right) => left.mistakes - right.mistakes || right.depth - left.depth);
  const [best] = branches;
  if (best === undefined) {
    return undefined;
  }
  const keys = best.strange.length === 0 || isTypo(best) ? [] : apart(branches, given);
  if (keys.length > 0) {
    return { kind: 'several', keys };
  }
  const equal = branches.filter(({ mistakes, depth }) => mistakes === best.mistakes && depth === best.depth);
  const lacks = equal.flatMap((branch) => branch.lacks);
  const isOpen = equal.length > 1 && lacks.length === equal.length && !isTypo(best);
  return isOpen ? { kind: 'none', strange: best.strange, lacks } : { kind: 'branch', issues: best.issues };
}

/** The branches of a union, with those of a union that is a branch itself. */
function flat({ errors }: Union): readonly (readonly Issue[])[] {
  return errors.flatMap((issues) => {
    const [only] = issues;
    const isUnion = issues.length === 1 && only?.code === 'invalid_union' && only.path.length === 0;
    return isUnion && only.discriminator === undefined ? flat(only) : [issues];
  });
}

function isOfAnotherKind({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union');
}

function branchOf(issues: readonly Issue[], given: unknown): Branch {
  const strange = issues.flatMap((issue) => strangeKeys(issue));
  const lacks = issues.flatMap(({ code, path: [key, ...more] }) =>
    typeof key === 'string' && more.length === 0 && code !== 'invalid_key' && !isIn(given, key) ? [key] : [],
  );
  const depth = issues.reduce((most, issue) => Math.max(most, depthOf(issue)), 0);
  const branch = { issues, strange, lacks, depth };
  // A misspelt key is less of a mistake than one that has no place; and `NOT` is `not` before it is a free name.
  const mended = isTypo(branch) ? (strange.some((key) => isInOtherCase(key, lacks)) ? 2.5 : 1.5) : 0;
  return { ...branch, mistakes: strange.length + lacks.length - mended };
}

function depthOf({ code, path }: Issue): number {
  return path.length + (code === 'unrecognized_keys' ? 1 : 0);
}

function strangeKeys(issue: Issue): readonly string[] {
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
    return issue.keys;
  }
  return issue.code === 'invalid_key' && issue.path.length === 1 ? [String(issue.path[0])] : [];
}

function isTypo({ strange, lacks }: Pick<Branch, 'strange' | 'lacks'>): boolean {
  return strange.some((key) => nearest(key, lacks) !== undefined);
}

/** Whether a key is one of `known` but for capital letters. */
export function isInOtherCase(key: string, known: readonly string[]): boolean {
  return !known.includes(key) && known.some((one) => one.toLowerCase() === key.toLowerCase());
}

/** The keys that keep each other from fitting one branch; none where some key fits no branch at all. */
function apart(branches: readonly Branch[], given: unknown): readonly string[] {
  const keys = typeof given === 'object' && given !== null ? Object.keys(given) : [];
  const takers = (key: string): number => branches.filter(({ strange }) => !strange.includes(key)).length;
  return keys.every((key) => takers(key) > 0) ? keys.filter((key) => takers(key) < branches.length) : [];
}

function isIn(given: unknown, key: string): boolean {
  return typeof given === 'object' && given !== null && Object.hasOwn(given, key);
}
