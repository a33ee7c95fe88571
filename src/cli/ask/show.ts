import { printableCell } from '../../base/index.ts';
import type { FederatedQuote, FederatedReply } from '../../contract/index.ts';
import {
  costText,
  ENGLISH,
  leftOut,
  quoteNotes,
  type Said,
  type ShownCombined,
  type ShownQuote,
  type ShownSite,
  shownAnswer,
  shownQuote,
} from '../../shown/index.ts';
import { table } from '../terminal/table.ts';
import type { ExpectedWidth, ExpectedWidths } from './expected-widths.ts';
import { resultsText } from './show-results.ts';

/** A federated answer as text: what it says with its intervals, then how each site stands to it. */
export function answerText(reply: FederatedReply, rowsMax = Number.POSITIVE_INFINITY): string {
  const { combined, notCombined, sites, notes } = shownAnswer(reply);
  const parts = [
    ...(notCombined === undefined ? [] : [`No combined answer: ${sentence(notCombined)}`]),
    ...(combined === undefined
      ? []
      : [resultsText(combined, rowsMax), ...cappedText(combined), sentence(combined.over)]),
    table(['site', 'state', 'ε', 'note'], sites.map(siteRow)),
    ...notes.map(sentence),
  ];
  return parts.join('\n\n');
}

function cappedText({ capped }: ShownCombined): readonly string[] {
  return capped === undefined ? [] : [sentence(capped)];
}

function siteRow({ site, state, cost, note }: ShownSite): readonly string[] {
  return [site, state, costText(ENGLISH, cost), note === undefined ? '' : ENGLISH.say(note)];
}

/** Intake years that no site has, where there are any. */
export function leftOutText({ blocksLeftOut }: Pick<FederatedReply, 'blocksLeftOut'>): readonly string[] {
  return leftOut(blocksLeftOut).map(sentence);
}

function sentence(said: Said): string {
  return printableCell(ENGLISH.say(said));
}

/** A federated quote as text: what the question would cost at each site, and how precise the answer would be. */
export function quoteText(quote: FederatedQuote): string {
  const prices = table(
    ['site', 'state', 'ε', '± of noise', 'answers after', 'your quota covers'],
    quote.sites.map((one) => quoteRow(shownQuote(one))),
  );
  return [prices, ...quoteNotes(quote).map(sentence)].join('\n\n');
}

/** Of a priced question; else, as there is room there, why it has no price stands beside the state. */
const PRICED: Readonly<Record<string, string>> = { stored: 'stored: free', 'out-of-budget': 'out of budget' };

function quoteRow({ site, state, note, price }: ShownQuote): readonly string[] {
  if (price === undefined) {
    return [site, `${state}: ${note === undefined ? '' : ENGLISH.say(note)}`, '–', '–', '–', '–'];
  }
  const { cost, width, seconds, such } = price;
  return [site, PRICED[state] ?? state, costText(ENGLISH, cost), width, `${seconds} s`, `${such} such`];
}

/** About how wide means and variances would be at most, by how many values a cell has. */
export function expectedText(expected: ExpectedWidths | undefined): readonly string[] {
  if (expected === undefined) {
    return [];
  }
  const { sites, measures } = expected;
  const cohorts = measures[0]?.widths.map(({ values }) => `of ${values.toLocaleString('en')}`) ?? [];
  const rows = measures.map((one) => [
    `${one.kind} of ${one.field}`,
    ...one.widths.map((width) => widthText(one, width)),
  ]);
  return [
    table(['± about, at most, by number of values', ...cohorts], rows),
    `Over ${sites.join(', ')}${sites.length > 1 ? ' together' : ''}, in each cell, wherever in their bounds its values lie; noise may make it somewhat wider or narrower; narrower clamps and more ε narrow it (docs/statistics.md).`,
  ];
}

/** Rounded up, to two figures. */
function widthText({ kind, unit }: ExpectedWidth, { halfWidth }: ExpectedWidth['widths'][number]): string {
  if (halfWidth === null) {
    return 'not estimable';
  }
  const place = 10 ** (Math.floor(Math.log10(halfWidth)) - 1);
  return `± ${Number((Math.ceil(halfWidth / place - 1e-9) * place).toPrecision(2))} ${unit}${kind === 'variance' ? '²' : ''}`;
}
