/** Thrown when the program contradicts itself: it fails the request it happened in, never the process. */
export class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure';
}

/**
 * States something that only a programming error can make false.
 * @throws AssertionFailure with `why`, which must be a fixed sentence without any value in it.
 */
export function assert(condition: unknown, why: string): asserts condition {
  if (!condition) {
    throw new AssertionFailure(why);
  }
}
