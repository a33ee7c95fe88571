import type { FederatedQuote } from './federated.ts';
import type { RefusalCode } from './refusal.ts';

/** What an answer takes: so many sites that answer, or, as a total, every one that is asked. */
export interface Takes {
  readonly least: number;
  readonly isTotal: boolean;
}

/** Why an answer can't come, by the sites' own quotes: who asked all the same could be charged for nothing. */
export type Hopeless =
  | { readonly why: 'total'; readonly silent: readonly string[] }
  | { readonly why: 'few'; readonly silent: readonly string[]; readonly willing: number; readonly least: number };

/** Whether a site would answer, as far as it can say beforehand: others may ask in between. */
export function wouldAnswer({ quote }: FederatedQuote['sites'][number]): boolean {
  return quote?.state === 'quoted' && quote.covered;
}

/** Refusals of what is asked, as it stands in the question. */
const OF_THE_QUESTION: ReadonlySet<RefusalCode> = new Set([
  'unknown-field',
  'unknown-value',
  'unsupported-shape',
  'too-many-groups',
  'epsilon-out-of-range',
]);

/** Whether a site objects to the question itself: it will never answer it, however long one waits. */
export function objectsToQuestion({ quote }: FederatedQuote['sites'][number]): boolean {
  return quote?.state === 'refused' && OF_THE_QUESTION.has(quote.code);
}

/** Refusals of who asks, and for which project, as the site knows them. */
const OF_THE_ASKER: ReadonlySet<RefusalCode> = new Set(['unknown-key', 'not-approved', 'not-member']);

/** Whether a site doesn't know who asks, or for what: it will never answer them, until somebody applies there. */
export function objectsToAsker({ quote }: FederatedQuote['sites'][number]): boolean {
  return quote?.state === 'refused' && OF_THE_ASKER.has(quote.code);
}

/** Whether a site would answer but for what is left of a budget: that comes back by no waiting. */
export function isOutOfBudget({ quote }: FederatedQuote['sites'][number]): boolean {
  return quote?.state === 'quoted' && !quote.covered;
}

/** Why what is quoted can't come; `undefined` where it can. */
export function hopelessOf({ sites }: FederatedQuote, { least, isTotal }: Takes): Hopeless | undefined {
  const silent = sites.filter((site) => !wouldAnswer(site)).map(({ site }) => site);
  if (isTotal && silent.length > 0) {
    return { why: 'total', silent };
  }
  const willing = sites.length - silent.length;
  return willing < least ? { why: 'few', silent, willing, least } : undefined;
}
