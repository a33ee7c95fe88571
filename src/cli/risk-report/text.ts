import type { VerbOutput } from '../../node/index.ts';
import { RISK_WORDS } from '../../shown/index.ts';
import { populationText } from './population.ts';
import { classesTable, fieldsTable, thresholdsTable, worstTable } from './tables.ts';

/** An assessment of risk as the terminal shows it. */
export function riskText(report: VerbOutput['risk']): string {
  const { policy, patients, worst } = report;
  if (patients === 0) {
    return 'No patient is staged.';
  }
  return [
    `${patients} patients, staged under ${policy}.`,
    RISK_WORDS.about,
    fieldsTable(report),
    worstTable(report),
    classesTable(report),
    thresholdsTable(report),
    ...populationText(worst),
  ].join('\n\n');
}
