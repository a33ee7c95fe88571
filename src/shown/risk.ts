/** More fields than this in one set are all that are looked at: they are counted and not named. */
const NAMED_MAX = 4;

/** What of an assessment of risk is said on every way. */
export const RISK_WORDS = {
  about:
    'This is what somebody could do who got hold of these rows, knows values of a patient, and knows that the patient is here. It says nothing of ' +
    'answers, which noise protects whatever is known, and it decides nothing: it helps to judge what a lost disk or backup would mean, and which ' +
    'fields a policy should coarsen.',
  all: 'all {n}',
  worst: 'Of each number of fields the one with the highest average risk, and all of them together.',
  populationCaution:
    'Each line is the estimate of one model. Lines of different models can’t be compared, and more fields may have a smaller estimate, though adding a field never leaves fewer people alone.',
} as const;

/** The fields of a set by name; `undefined` of so many that they are all. */
export function namedText(fields: readonly string[]): string | undefined {
  return fields.length > NAMED_MAX ? undefined : fields.join(' · ');
}

/** A risk, to three digits. */
export function rateText(value: number): string {
  return value.toPrecision(3);
}

/** What others ask a risk not to exceed, as they write it. */
export function mostText({ of, most }: { readonly of: 'highest' | 'average'; readonly most: number }): string {
  return of === 'highest' ? `1/${Math.round(1 / most)}` : String(most);
}

/** An estimate of how many people there are, to a tenth where it is small. */
export function estimateText(people: number): string {
  return people.toFixed(people < 10 ? 1 : 0);
}

/** The sizes of classes of a band: “2–4”, and, without an upper end, “≥ 20”. */
export function bandText({ from, to }: { readonly from: number; readonly to?: number }): string {
  return to === undefined ? `≥ ${from}` : from === to ? String(from) : `${from}–${to}`;
}
