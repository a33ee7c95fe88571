import type { FederatedQuote, Quote, SiteState } from '../contract/index.ts';
import { halfWidthsText } from './half-widths.ts';
import type { ShownCost } from './sites.ts';
import { treeNoise } from './tree-noise.ts';
import { own, type Said, said } from './voice.ts';

/** How a site stands to a question that is only priced. */
export interface ShownQuote {
  readonly site: string;
  readonly state: SiteState | 'quoted' | 'stored';
  readonly note: Said | undefined;
  /** Where the site has priced it. */
  readonly price: ShownPrice | undefined;
}

/** What a question would cost at a site, and what would come of it. */
export interface ShownPrice {
  readonly cost: ShownCost;
  /** The half-widths of the noise. */
  readonly width: string;
  /** After how many seconds the answer comes. */
  readonly seconds: number;
  /** How many more such questions the asker's own quota covers. */
  readonly such: number;
}

type SiteQuote = FederatedQuote['sites'][number];

/** A site's quote as it is shown. */
export function shownQuote({ site, state, reason, quote }: SiteQuote): ShownQuote {
  if (quote?.state !== 'quoted') {
    return {
      site,
      state,
      note: own(quote === undefined ? reason : (quote.detail ?? quote.sentence)),
      price: undefined,
    };
  }
  const how = quote.cost.stored ? 'stored' : quote.covered ? 'quoted' : 'out-of-budget';
  return { site, state: how, note: own(reason), price: priceOf(quote) };
}

function priceOf(quote: Quote): ShownPrice {
  const { epsilon, rho } = quote.cost;
  return {
    cost: { epsilon, rho },
    width: halfWidthsText(quote),
    seconds: quote.timeClassSeconds,
    such: quote.moreSuch,
  };
}

/** What is to be known beside the prices: what the noise of quantiles is of, and that a quota is no promise. */
export function quoteNotes({ sites }: FederatedQuote): readonly Said[] {
  const quotes = sites.flatMap(({ quote }): Quote[] => (quote?.state === 'quoted' ? [quote] : []));
  return [...treeNoise(quotes), ...(quotes.length === 0 ? [] : [said('sharedBudget')])];
}
