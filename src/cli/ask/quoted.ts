import { isSfumatoError } from '../../base/index.ts';
import { blocksLeftOut, type DraftRequest, type FederatedQuote, type FederatedReply } from '../../contract/index.ts';
import type { Outcome } from '../shell.ts';
import { requestToSign, type Settling } from './compose.ts';
import type { NotAsked } from './not-asked.ts';
import { leftOutText, quoteText } from './show.ts';

/** Why a question for accuracy would not be signed, for a dry run: what is wrong with its ε is better known before. */
export function notSignedOf(draft: DraftRequest, settling: Settling): NotAsked | undefined {
  try {
    requestToSign(draft, settling);
    return undefined;
  } catch (error) {
    if (isSfumatoError(error, 'request-invalid')) {
      return { why: error.message, exitCode: 2 };
    }
    throw error;
  }
}

type LeftOut = Pick<FederatedReply, 'blocksLeftOut'>;

/** Years of the draft that no site which quoted has. */
export function leftOutOf({ query }: DraftRequest, { sites }: FederatedQuote): LeftOut {
  const quotes = sites.flatMap(({ quote }) => (quote?.state === 'quoted' ? [quote] : []));
  const years = blocksLeftOut(query.blocks ?? [], quotes);
  return years.length === 0 ? {} : { blocksLeftOut: years };
}

/** What the sites say beforehand, and why nothing is asked where that is so; a dry run ends then as the question itself would. */
export function quoted(quote: FederatedQuote & LeftOut, notAsked: NotAsked | undefined): Outcome {
  const why = notAsked === undefined ? [] : [notAsked.why];
  return {
    document: notAsked === undefined ? quote : { ...quote, notAsked: notAsked.why },
    text: [quoteText(quote), ...leftOutText(quote), ...why].join('\n\n'),
    exitCode: notAsked?.exitCode ?? 0,
  };
}
