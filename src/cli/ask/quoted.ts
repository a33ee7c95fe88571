import { isSfumatoError } from '../../base/index.ts';
import { blocksLeftOut, type DraftRequest, type FederatedQuote, type FederatedReply } from '../../contract/index.ts';
import type { Outcome } from '../shell.ts';
import { requestToSign, type Settling } from './compose.ts';
import { type ExpectedWidths, expectedWidths } from './expected-widths.ts';
import type { NotAsked } from './not-asked.ts';
import { expectedText, leftOutText, quoteText } from './show.ts';

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

interface Expected {
  readonly expected?: ExpectedWidths;
}

/** How wide means and variances would be; of a total, whose noise the sites share, nothing is worked out. */
export function expectedOf({ release }: DraftRequest, quote: FederatedQuote): Expected {
  const expected = release === 'total' ? undefined : expectedWidths(quote);
  return expected === undefined ? {} : { expected };
}

/** What the sites say beforehand, and why nothing is asked where that is so; a dry run ends then as the question itself would. */
export function quoted(quote: FederatedQuote & LeftOut & Expected, notAsked: NotAsked | undefined): Outcome {
  const why = notAsked === undefined ? [] : [notAsked.why];
  return {
    document: notAsked === undefined ? quote : { ...quote, notAsked: notAsked.why },
    text: [quoteText(quote), ...expectedText(quote.expected), ...leftOutText(quote), ...why].join('\n\n'),
    exitCode: notAsked?.exitCode ?? 0,
  };
}
