import type { Child } from 'hono/jsx';

/** Letters of scripts that run from right to left. */
const LEFTWARD = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Whether words are to run in the direction of whoever wrote them: `dir` of the element around them. */
export function directionOf(words: Child): 'auto' | undefined {
  return typeof words === 'string' && LEFTWARD.test(words) ? 'auto' : undefined;
}
