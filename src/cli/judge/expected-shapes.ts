import { type Request, releaseShape } from '../../contract/index.ts';
import type { CoordinatorContext, ExpectedShape } from '../../coordinator/index.ts';
import { colludersOf, type Policy } from '../../policy/index.ts';
import { PURE } from '../../privacy/index.ts';
import { isObjection, planned, statementOf } from '../../query/index.ts';
import { documentsByName } from '../policy/policy-documents.ts';
import { factsOfAnySite } from './any-site.ts';

/**
 * What the answer to a question looks like, worked out of the question and the policy that it names: the same at every site, whatever
 * the sites say. For policies whose document is here: those given, and the published ones.
 */
export function expectedShapes(given: readonly Policy[]): NonNullable<CoordinatorContext['shapeOf']> {
  const documentFor = documentsByName(given);
  return (request) => {
    const policy = documentFor(request.policy);
    return policy && expectedShape(policy, request);
  };
}

/** The same by the policy's own document; `undefined` for a question that no site under it answers. */
export function expectedShape(policy: Policy, { query, sites }: Request): ExpectedShape | undefined {
  // How a site counts losses and which years it has are no part of the shape.
  const facts = factsOfAnySite(policy, { sizeClass: 'small', blocks: query.blocks, accountant: PURE });
  const shape = planned({ policy, query, facts }, (plan) => releaseShape(statementOf(plan)));
  return isObjection(shape) ? undefined : { shape, parts: sites.length - colludersOf(policy, sites.length) };
}
