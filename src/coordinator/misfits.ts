import type { Reply, Request } from '../contract/index.ts';
import type { CoordinatorContext, ExpectedShape } from './context.ts';
import { shapeOf } from './contribution.ts';

/** What is said of a site whose answer can't be added to others', because it is none to the question as its policy has it. */
export const ANOTHER_SHAPE = 'The site answered in another shape than the question’s.';

/**
 * Tells answers that are of another shape than the question's from those that aren't, by question and policy and never by how other sites
 * answered. Where the policy isn't known, nobody is told apart.
 */
export function misfits(ctx: CoordinatorContext, request: Request): (reply: Reply) => string | undefined {
  // Worked out for the first answer, so that strangers, who get none, cost nothing.
  let known: { readonly expected: ExpectedShape | undefined } | undefined;
  return (reply) => {
    known ??= { expected: ctx.shapeOf?.(request) };
    const { expected } = known;
    return expected === undefined || shapeOf(reply) === expected.shape ? undefined : ANOTHER_SHAPE;
  };
}
