import { isSfumatoError, type SfumatoError } from '../../base/index.ts';
import { betweenOf } from '../../statistics/index.ts';
import { analysedEffects, type Wanted } from './analysed.ts';
import { probability } from './show.ts';
import { type EffectWanted, siteEffects, subgroupsOf } from './site-effects.ts';

/** A meta-analysis for each value of a field, and whether they differ. A value of which no site has an effect is named with why. */
export function analysedBySubgroup(
  json: unknown,
  field: string,
  { effect, ...how }: Wanted & { effect: EffectWanted },
) {
  const all = subgroupsOf(json, field).map((subgroup) => {
    const found = tried(() => analysedEffects(siteEffects(json, { ...effect, within: [subgroup] }), how));
    return { subgroup, found };
  });
  const analysed = all.flatMap(({ subgroup, found }) => (isSfumatoError(found) ? [] : [{ subgroup, ...found }]));
  const [first] = all;
  if (analysed.length === 0 && first !== undefined && isSfumatoError(first.found)) {
    throw first.found;
  }
  const exact = analysed.filter(({ document }) => document.se === 0).map(({ subgroup }) => subgroup);
  const between = analysed.length < 2 || exact.length > 0 ? null : betweenOf(analysed.map(({ document }) => document));
  const texts = all.map(
    ({ subgroup, found }) => `${subgroup}\n\n${isSfumatoError(found) ? found.message : found.text}`,
  );
  const document = {
    by: field,
    subgroups: all.map(({ subgroup, found }) =>
      isSfumatoError(found) ? { subgroup, notEstimable: found.message } : { subgroup, ...found.document },
    ),
    between,
  };
  return { document, text: [...texts, ...betweenText(between), ...exactText(exact)].join('\n\n') };
}

function betweenText(between: ReturnType<typeof betweenOf> | null): string[] {
  return between === null
    ? []
    : [`Between subgroups: Q(${between.df}) = ${between.Q.toFixed(3)}, ${probability(between.p)}.`];
}

/** A standard error of 0 would weigh without bound. */
function exactText(exact: readonly string[]): string[] {
  return exact.length === 0
    ? []
    : [`Whether subgroups differ is not estimable: the standard error of ${exact.join(', ')} is 0.`];
}

function tried<T>(work: () => T): T | SfumatoError {
  try {
    return work();
  } catch (error) {
    if (isSfumatoError(error)) {
      return error;
    }
    throw error;
  }
}
