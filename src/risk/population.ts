import { assert } from '../base/index.ts';
import { type ClassSizes, sampleRisk } from './class-sizes.ts';
import { pitmanUniques } from './pitman.ts';

/** A sample of at most this part of a population is judged by Pitman's model, a larger one by Zayatz's. */
const SMALL_SHARE = 0.1;

/** How many of the patients who are alone here would be alone among everybody whom they come from. */
export interface PopulationRisk {
  readonly population: number;
  readonly method: 'pitman' | 'zayatz';
  /** An estimate, not above the number who are alone here. */
  readonly alone: number;
}

/**
 * Estimates who would still be alone in the population, by the rule of Dankar et al. (BMC Med. Inform. Decis. Mak. 12:66, 2012): Pitman's model
 * for a sample of up to a tenth, and Zayatz's where that has no fit, or the sample is larger (the rule takes the lesser of Zayatz and a third
 * model there; this takes Zayatz, which is never below that). `population` is whole and not below the number of patients.
 */
export function populationRisk(sizes: ClassSizes, population: number): PopulationRisk {
  const { patients, below } = sampleRisk(sizes);
  assert(Number.isSafeInteger(population) && population >= patients, 'a population holds its sample');
  const share = patients / population;
  const pitman = share <= SMALL_SHARE ? pitmanUniques(sizes, population) : undefined;
  if (pitman !== undefined) {
    return { population, method: 'pitman', alone: Math.min(pitman * share, below[2]) };
  }
  return { population, method: 'zayatz', alone: below[2] * zayatz(sizes, population) };
}

/**
 * The chance that somebody who is alone in the sample is alone in the population: by Bayes, with the sizes of classes in the population taken to
 * be spread as they are in the sample. Source: Zayatz, Estimation of the percent of unique population elements, US Census Bureau (1991).
 */
function zayatz(sizes: ClassSizes, population: number): number {
  const { patients } = sampleRisk(sizes);
  const single = sizes.get(1) ?? 0;
  if (single === 0) {
    return 0;
  }
  let [total, size, chance] = [0, 1, patients / population];
  for (const [next, count] of [...sizes].sort(([one], [other]) => one - other)) {
    // The chance that of `size` people just one is drawn: size·n/N · ∏ (N−n−j)/(N−1−j), j < size − 1.
    for (; size < next && chance > 0; size += 1) {
      const j = size - 1;
      chance *= ((size + 1) / size) * (Math.max(0, population - patients - j) / (population - 1 - j));
    }
    total += size === next ? count * chance : 0;
  }
  return (single * (patients / population)) / total;
}
