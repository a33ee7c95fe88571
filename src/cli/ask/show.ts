import type { FederatedQuote, FederatedReply } from '../../contract/index.ts';
import { table } from '../table.ts';

/** A federated answer as text: the sum with its interval, then how each site stands to it. */
export function answerText(reply: FederatedReply): string {
  const parts = [
    reply.combined === null ? `No combined answer: ${reply.notCombined ?? 'no site answered.'}` : combinedTable(reply),
  ];
  return [...parts, siteTable(reply), `Request id ${reply.requestId}.`].join('\n\n');
}

/** A federated quote as text: what the question would cost at each site, and how precise the answer would be. */
export function quoteText(quote: FederatedQuote): string {
  return table(
    ['site', 'state', 'ε', '±', 'answers after', 'more such'],
    quote.sites.map(({ site, state, reason, quote: own }) =>
      own?.state === 'quoted'
        ? [
            site,
            own.cost.stored ? 'stored: free' : 'quoted',
            own.cost.epsilon,
            own.interval.halfWidth,
            `${own.timeClassSeconds} s`,
            String(own.moreSuch),
          ]
        : [
            site,
            `${state}: ${own?.state === 'refused' ? (own.detail ?? own.sentence) : (reason ?? '')}`,
            '–',
            '–',
            '–',
            '–',
          ],
    ),
  );
}

function combinedTable({ combined }: FederatedReply): string {
  if (combined === null) {
    return '';
  }
  const fields = Object.keys(combined.keys[0] ?? {});
  const width = BigInt(combined.interval.halfWidth);
  const percent = `${Number(combined.interval.confidence) * 100} % interval`;
  const rows = combined.keys.map((key, cell) => {
    const value = BigInt(combined.values[cell] ?? '0');
    return [...fields.map((field) => key[field] ?? ''), String(value), `${value - width} … ${value + width}`];
  });
  return table([...fields, 'value', percent], rows);
}

function siteTable({ sites }: FederatedReply): string {
  return table(
    ['site', 'state', 'ε', 'note'],
    sites.map(({ site, state, reason, reply }) => {
      const answer = reply?.answer;
      if (answer?.state === 'released') {
        return [site, state, answer.mechanism.epsilon, reply?.replayed ? 'stored answer, free' : ''];
      }
      return [site, state, '–', answer?.state === 'refused' ? (answer.detail ?? answer.sentence) : (reason ?? '')];
    }),
  );
}
