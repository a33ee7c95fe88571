import { type FederatedReply, measuresOf, type Request } from '../../contract/index.ts';
import { combineReplies } from '../../coordinator/index.ts';

/** What the sites' answers come to, in the order in which they were asked. */
export function ownSum(
  { sites }: Pick<FederatedReply, 'sites'>,
  { sites: asked, minSites, query }: Request,
): ReturnType<typeof combineReplies> {
  const inOrder = asked.flatMap((site) => sites.filter((one) => one.site === site));
  return combineReplies(inOrder, { minSites, asked: measuresOf(query) });
}
