import type { FederatedQuote, FederatedReply } from '../../contract/index.ts';
import { table } from '../table.ts';

/** A federated answer as text: the sum with its interval, then how each site stands to it. */
export function answerText(reply: FederatedReply, rowsMax = Number.POSITIVE_INFINITY): string {
  const parts = [
    reply.combined === null
      ? `No combined answer: ${reply.notCombined ?? 'no site answered.'}`
      : combinedTable(reply, rowsMax),
  ];
  return [...parts, siteTable(reply), `Request id ${reply.requestId}.`].join('\n\n');
}

/** A federated quote as text: what the question would cost at each site, and how precise the answer would be. */
export function quoteText(quote: FederatedQuote): string {
  return table(
    ['site', 'state', 'ε', '±', 'answers after', 'your quota covers'],
    quote.sites.map(({ site, state, reason, quote: own }) =>
      own?.state === 'quoted'
        ? [
            site,
            own.cost.stored ? 'stored: free' : 'quoted',
            own.cost.epsilon,
            own.interval.halfWidth,
            `${own.timeClassSeconds} s`,
            `${own.moreSuch} such`,
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

/** The sum's cells; where there are more than `rowsMax`, the largest values first and how many are left out. */
function combinedTable({ combined, sites }: FederatedReply, rowsMax: number): string {
  if (combined === null) {
    return '';
  }
  const fields = Object.keys(combined.keys[0] ?? {});
  const width = BigInt(combined.interval.halfWidth);
  const percent = `${Number(combined.interval.confidence) * 100} % interval`;
  const rows = combined.keys.map((key, cell) => {
    const value = BigInt(combined.values[cell] ?? '0');
    return {
      value,
      row: [...fields.map((field) => key[field] ?? ''), `${value}`, `${value - width} … ${value + width}`],
    };
  });
  const isLong = rows.length > rowsMax;
  const shown = isLong ? rows.toSorted((left, right) => Number(right.value - left.value)).slice(0, rowsMax) : rows;
  const cells = table(
    [...fields, 'value', percent],
    shown.map(({ row }) => row),
  );
  const rest = isLong ? `\n… and ${rows.length - rowsMax} smaller cells` : '';
  return `${cells}${rest}\n\nThe sum over ${combined.sites.length} of ${sites.length} sites.`;
}

function siteTable({ sites }: FederatedReply): string {
  return table(
    ['site', 'state', 'ε', 'note'],
    sites.map(({ site, state, reason, reply }) => {
      const answer = reply?.answer;
      if (answer?.state === 'released') {
        return reply?.replayed
          ? [site, state, '0', 'stored answer, free']
          : [site, state, answer.mechanism.epsilon, ''];
      }
      return [site, state, '–', answer?.state === 'refused' ? (answer.detail ?? answer.sentence) : (reason ?? '')];
    }),
  );
}
