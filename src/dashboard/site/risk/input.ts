import type { Form } from '../../../access/index.ts';
import { ASSESSMENT } from '../../texts/assessment.table.ts';
import type { Say } from '../../texts/say.ts';
import { failedAt } from '../field-problems.ts';
import type { Failed } from '../outcome.ts';
import { wholeNumber } from '../visit.ts';

/** What is to be assessed. */
export interface Wanted {
  readonly fields: readonly string[];
  readonly combined: number;
  readonly population?: number;
}

/** How many fields may be taken together. */
export const COMBINED = ['1', '2', '3', '4'] as const;

/** What a form asks for, or what is wrong with it. */
export function wantedIn(say: Say, form: Form): Wanted | Failed {
  const fields = form.all('risk-fields');
  const combined = COMBINED.find((one) => one === form.one('risk-combined'));
  const typed = (form.one('risk-population') ?? '').trim();
  const population = wholeNumber(typed);
  const wrong = [
    ...(fields.length === 0 ? [['fields', say(ASSESSMENT.noField)] as const] : []),
    ...(combined === undefined ? [['combined', say(ASSESSMENT.wrongCombined)] as const] : []),
    ...(typed !== '' && !population ? [['population', say(ASSESSMENT.wrongPopulation)] as const] : []),
  ];
  return wrong.length > 0
    ? failedAt(say, wrong)
    : { fields, combined: Number(combined), ...(population !== undefined && { population }) };
}
