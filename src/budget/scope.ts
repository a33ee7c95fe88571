import { assert, LIMITS } from '../base/index.ts';
import type { Books } from './books.ts';
import type { RequestRef } from './kinds.ts';

/** Request ids are scoped to the analyst's key and the project, and attempts at a total to the request. */
export function scopeOf({ attempt, ...ref }: RequestRef): string {
  return attempt === undefined ? requestScope(ref) : attemptScope(requestScope(ref), attempt);
}

/** The request id that a scope is of. */
export function requestIdOf(scope: string): string {
  const [, , id] = scope.split(' ');
  assert(id !== undefined, 'a scope names its request');
  return id;
}

/** Whether a request id, by itself or at any attempt, stands for another text: one id is one request. */
export function hasOtherText({ requests }: Books, { textHash, ...ref }: RequestRef): boolean {
  const isOther = (scope: string): boolean => (requests.get(scope)?.textHash ?? textHash) !== textHash;
  const scope = requestScope(ref);
  if (isOther(scope)) {
    return true;
  }
  for (let attempt = 1; attempt <= LIMITS.attemptsMax; attempt += 1) {
    if (isOther(attemptScope(scope, attempt))) {
      return true;
    }
  }
  return false;
}

function requestScope({ key, project, id }: Pick<RequestRef, 'key' | 'project' | 'id'>): string {
  return [key, project, id].join(' ');
}

function attemptScope(scope: string, attempt: number): string {
  return `${scope} ${attempt}`;
}
