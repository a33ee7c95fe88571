import type { VerbOutput } from '../../node/index.ts';
import { estimateText, namedText, RISK_WORDS } from '../../shown/index.ts';
import { setName } from './tables.ts';

type Worst = VerbOutput['risk']['worst'][number];

const MODELS = { pitman: 'Pitman’s', zayatz: 'Zayatz’s' } as const;

/** Who would be alone in the population, a line a combination; nothing where no population was named. */
export function populationText(worst: readonly Worst[]): readonly string[] {
  const lines = worst.flatMap(populationLines);
  return lines.length === 0 ? [] : [[...lines, RISK_WORDS.populationCaution].join('\n')];
}

function populationLines({ fields, below, population }: Worst): readonly string[] {
  if (population === undefined) {
    return [];
  }
  const { alone, method, population: people } = population;
  const names = namedText(fields) ?? `${setName(fields)} fields`;
  const estimate = `about ${estimateText(alone)}`;
  return [
    `By ${names}, of ${below[2]} who are alone here ${estimate} would be alone among ${people} people (${MODELS[method]} model).`,
  ];
}
