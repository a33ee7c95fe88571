import type { Reply, SiteState } from '../contract/index.ts';
import { type Combination, type Combining, combine } from './combine.ts';
import { contributionOf } from './contribution.ts';

/** Combines the answers among the sites' replies, in their order. What can't be combined must not keep the answers, which were paid for, from the asker. */
export function combineReplies(
  replies: readonly { readonly state: SiteState; readonly reply?: Reply | undefined }[],
  combining: Combining,
): Combination {
  try {
    const sites = replies.flatMap(({ state, reply }) =>
      state !== 'answered' || reply === undefined ? [] : (contributionOf(reply) ?? []),
    );
    return combine(sites, combining);
  } catch {
    return { notCombined: 'The sites’ releases could not be added.' };
  }
}
