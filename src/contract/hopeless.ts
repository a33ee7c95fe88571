import type { FederatedQuote } from './federated.ts';
import { type RefusalCode, sentenceOf } from './refusal.ts';

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

/** Refusals that stay as they are until the key, the project or its papers are other ones: a signed request never outlives them. */
const UNTIL_MENDED: ReadonlySet<RefusalCode> = new Set([
  'key-revoked',
  'key-expired',
  'project-ended',
  'ethics-expired',
]);

/** Whether a site objects to who asks or for what, so that no waiting helps: something must be put right there first. */
export function objectsUntilMended(site: FederatedQuote['sites'][number]): boolean {
  const { quote } = site;
  return objectsToAsker(site) || (quote?.state === 'refused' && isUntilMended(quote.code));
}

/** Whether a refusal, by its code or the sentence that a round gives in its place, is one that sending the same request again won't change. */
export function isUntilMended(reason: string | undefined): boolean {
  return [...UNTIL_MENDED].some((code) => reason === code || reason === sentenceOf(code));
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
