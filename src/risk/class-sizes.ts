import { assert } from '../base/index.ts';

/** How many classes there are of each size: a class is all patients who have the same values in what is looked at. Sizes and numbers are whole and positive. */
export type ClassSizes = ReadonlyMap<number, number>;

/** Class sizes below which patients are counted: alone, and the least sizes that health authorities and publishers of tables name. */
export const SIZES_NAMED = [2, 5, 11, 20] as const;

/**
 * What somebody who knows the values of a patient, and that the patient is here (the prosecutor), could do with the rows themselves.
 * Source: El Emam, Guide to the De-Identification of Personal Health Information (2013), ch. 16; IHE ITI De-Identification Handbook.
 */
export interface SampleRisk {
  readonly patients: number;
  readonly classes: number;
  /** Patients in the smallest class: k of k-anonymity (Sweeney 2002); 0 where there is nobody. */
  readonly smallest: number;
  /** Patients in classes below 2 (alone), 5, 11 and 20. */
  readonly below: Readonly<Record<(typeof SIZES_NAMED)[number], number>>;
  /** The chance to name the right patient, for the worst of them: 1/k. 0 where there is nobody. */
  readonly highest: number;
  /** The same on average over patients: classes / patients. */
  readonly average: number;
  /** The share of all pairs of patients that the values tell apart (α-separation); 0 for fewer than two. */
  readonly separation: number;
}

/** The risk of a table by its class sizes. */
export function sampleRisk(sizes: ClassSizes): SampleRisk {
  const patients = sum(sizes, (size) => size);
  const classes = sum(sizes, () => 1);
  const smallest = patients === 0 ? 0 : Math.min(...sizes.keys());
  const below = (limit: number): number => sum(sizes, (size) => (size < limit ? size : 0));
  const pairsAlike = sum(sizes, (size) => size * (size - 1));
  return {
    patients,
    classes,
    smallest,
    below: { 2: below(2), 5: below(5), 11: below(11), 20: below(20) },
    highest: smallest === 0 ? 0 : 1 / smallest,
    average: patients === 0 ? 0 : classes / patients,
    separation: patients < 2 ? 0 : 1 - pairsAlike / (patients * (patients - 1)),
  };
}

/** Classes whose sizes lie between two of those that are named, and the patients in them; without `to` there is no upper end. */
export interface Band {
  readonly from: number;
  readonly to?: number;
  readonly classes: number;
  readonly patients: number;
}

/** The classes by their size: one patient, then up to each size that is named, then the rest. */
export function bandsOf(sizes: ClassSizes): readonly Band[] {
  return [1, ...SIZES_NAMED].map((from, at) => {
    const next = SIZES_NAMED[at] ?? Number.POSITIVE_INFINITY;
    const within = (of: (size: number) => number): number =>
      sum(sizes, (size) => (size >= from && size < next ? of(size) : 0));
    const counted = { classes: within(() => 1), patients: within((size) => size) };
    return Number.isFinite(next) ? { from, to: next - 1, ...counted } : { from, ...counted };
  });
}

function sum(sizes: ClassSizes, of: (size: number) => number): number {
  let total = 0;
  for (const [size, count] of sizes) {
    assert(Number.isSafeInteger(size) && size > 0 && Number.isSafeInteger(count) && count > 0, 'classes are counted');
    total += of(size) * count;
  }
  return total;
}
