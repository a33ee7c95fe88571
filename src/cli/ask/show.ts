import { printableCell } from '../../base/index.ts';
import {
  type FederatedQuote,
  type FederatedReply,
  halfWidthsText,
  type Quote,
  type RefusedWire,
  type ReleasedWire,
  type Reply,
} from '../../contract/index.ts';
import { table } from '../table.ts';
import { resultsText } from './show-results.ts';

/** A federated answer as text: what it says with its intervals, then how each site stands to it. */
export function answerText(reply: FederatedReply, rowsMax = Number.POSITIVE_INFINITY): string {
  const { combined, sites } = reply;
  const parts =
    combined === null
      ? [`No combined answer: ${printableCell(reply.notCombined ?? 'no site answered.')}`]
      : [resultsText(combined, rowsMax), `Over ${combined.sites.length} of ${sites.length} sites.`];
  return [...parts, siteTable(reply), ...leftOutText(reply), ...lossText(reply), `Request id ${reply.requestId}.`].join(
    '\n\n',
  );
}

/** Intake years that no site has, where there are any: they cost nothing and would else be missed without a word. */
export function leftOutText({ blocksLeftOut: years = [] }: Pick<FederatedReply, 'blocksLeftOut'>): string[] {
  return years.length === 0
    ? []
    : [
        `Left out: the intake year${years.length === 1 ? '' : 's'} ${years.join(', ')}, which no site that answered has.`,
      ];
}

function lossText({ loss }: FederatedReply): string[] {
  if (loss === null) {
    return [];
  }
  const who = loss.sites === 1 ? 'A patient' : `A patient who is at up to ${loss.sites} sites`;
  return [
    `${who} has lost at most ε ${loss.question} by this answer, ε ${loss.total} by all answers through this coordinator.`,
  ];
}

/** A federated quote as text: what the question would cost at each site, and how precise the answer would be. */
export function quoteText(quote: FederatedQuote): string {
  return table(
    ['site', 'state', 'ε', '± of noise', 'answers after', 'your quota covers'],
    quote.sites.map(({ site, state, reason, quote: own }) =>
      own?.state === 'quoted'
        ? [site, ...quotedCells(own)]
        : [site, `${state}: ${own === undefined ? (reason ?? '') : refusedText(own)}`, '–', '–', '–', '–'],
    ),
  );
}

function quotedCells(own: Quote): string[] {
  const { epsilon, rho, stored } = own.cost;
  return [
    stored ? 'stored: free' : own.covered ? 'quoted' : 'out of budget',
    rho === undefined ? epsilon : `${epsilon} (ρ ${rho})`,
    halfWidthsText(own),
    `${own.timeClassSeconds} s`,
    `${own.moreSuch} such`,
  ];
}

function refusedText({ detail, sentence }: RefusedWire): string {
  return detail ?? sentence;
}

function siteTable({ sites }: FederatedReply): string {
  return table(['site', 'state', 'ε', 'note'], sites.map(siteRow));
}

function siteRow({ site, state, reason = '', reply, charged }: FederatedReply['sites'][number]): readonly string[] {
  const answer = reply?.answer;
  if (answer?.state === 'released') {
    // A misfit has its reason beside its cost.
    return [site, state, ...(reply?.replayed ? ['0', reason || storedNote(reply)] : [costText(answer), reason])];
  }
  if (charged !== undefined) {
    return [site, state, charged, charged === '0' ? 'sent before, free' : reason];
  }
  return [site, state, '–', answer?.state === 'refused' ? (answer.detail ?? answer.sentence) : reason];
}

function costText({ epsilon, zcdp }: ReleasedWire): string {
  return zcdp === undefined ? epsilon : `${epsilon} (ρ ${zcdp.rho})`;
}

function storedNote({ collapse }: Reply): string {
  return collapse === undefined
    ? 'stored answer, free'
    : `stored answer by ${collapse.over.join(', ')}, added up, free`;
}
