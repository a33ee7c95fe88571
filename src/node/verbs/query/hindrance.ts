import { isSfumatoError } from '../../../base/index.ts';
import type { DraftRequest, Objection, Request } from '../../../contract/index.ts';
import type { Authority } from '../../../governance/index.ts';
import type { NodeContext, StatingContext } from '../../context.ts';
import { authoriseRequest } from './admit.ts';

/** What is said where nothing is published, or not yet under the de-identification in force. */
export const NOTHING_PUBLISHED = {
  code: 'unavailable',
  detail: 'The site has published nothing yet to answer from.',
} as const satisfies Objection;

/**
 * As `authoriseRequest`, at a site that can answer at all just now; that it can't is a public fact. Quotes say it too, or the other sites would be
 * asked, and charged, for an answer that can't come of all of them.
 */
export function authoriseUnhindered(ctx: StatingContext, request: Request | DraftRequest): Authority | Objection {
  const authority = authoriseRequest(ctx, request);
  return 'code' in authority ? authority : (unwitnessed(ctx) ?? unpublished(ctx) ?? authority);
}

function unpublished({ catalog, policy }: StatingContext): Objection | undefined {
  return catalog.snapshot()?.deidentification === policy.deidentificationHash ? undefined : NOTHING_PUBLISHED;
}

type Unavailable = Required<Objection> & { readonly code: 'unavailable' };

/** That its witnesses don't let a site answer. Nothing is recorded of it: records would only take a copy further from the log that goes on. */
export function unwitnessed({ guard }: Pick<NodeContext, 'guard'>): Unavailable | undefined {
  try {
    guard.assertServing();
    return undefined;
  } catch (error) {
    if (isSfumatoError(error, 'rolled-back') || isSfumatoError(error, 'not-witnessed')) {
      return { code: 'unavailable', detail: error.publicSentence };
    }
    throw error;
  }
}
