import { csvLine } from '../../base/index.ts';
import type { FederatedReply } from '../../contract/index.ts';
import { ENGLISH, type ShownCombined, type ShownMeasure, shownAnswer, titleText } from '../../shown/index.ts';

/** All numbers of an answer as a table (RFC 4180), each with its interval or why there is none, what its tables say as a whole after their cells, and the states of all sites below in the same columns. */
export function csvOf(reply: FederatedReply): string {
  const { combined, sites } = shownAnswer(reply);
  const fields = combined?.fields ?? [];
  const head = ['measure', ...fields, 'name', 'value', 'low', 'high', 'confidence', 'sites', 'why'];
  const rows = combined?.measures.flatMap((measure) => linesOf(combined, measure)) ?? [];
  const states = sites.map(({ site, state }) => ['site', ...fields.map(() => ''), site, state, '', '', '', '', '']);
  return [head, ...rows, ...states].map(csvLine).join('');
}

type Line = readonly (string | number)[];

function linesOf({ fields, confidence, sites }: ShownCombined, { title, rows, whole }: ShownMeasure): readonly Line[] {
  return [...rows, ...whole].map(({ cell, name, value, interval, why }) => [
    titleText(ENGLISH, title),
    ...fields.map((_, at) => cell[at] ?? ''),
    ...[name, value ?? '', interval?.[0] ?? '', interval?.[1] ?? '', confidence, sites.join(' '), why],
  ]);
}
