import {
  type Band,
  bandsOf,
  type ClassSizes,
  type PopulationRisk,
  populationRisk,
  type SampleRisk,
  sampleRisk,
  THRESHOLDS,
} from '../../../risk/index.ts';
import type { TellingField } from './choice.ts';

/** Fields by which patients are told apart, and how far. */
export interface AssessedSet extends SampleRisk {
  readonly fields: readonly string[];
}

/** The same, held against what others ask of tables, and against a population where one was named. */
export interface HeldSet extends AssessedSet {
  readonly thresholds: readonly ((typeof THRESHOLDS)[number] & { readonly holds: boolean })[];
  readonly population?: PopulationRisk;
}

/** How far patients could be recognised by what is staged: exact numbers, for people on the site, that decide nothing. */
export interface RiskReport {
  readonly policy: string;
  readonly patients: number;
  readonly fields: readonly TellingField[];
  /** Each field alone, then each combination, all of them together last. */
  readonly sets: readonly AssessedSet[];
  /** Of each number of fields the set that tells most patients apart, and all fields together. */
  readonly worst: readonly HeldSet[];
  /** Of all fields together: how many classes there are of each size. */
  readonly classes: readonly { readonly size: number; readonly classes: number }[];
  /** The same between the sizes that others name. */
  readonly bands: readonly Band[];
}

/** A set of fields, and the classes into which it parts the patients. */
interface Found {
  readonly set: readonly string[];
  readonly sizes: ClassSizes;
}

interface Reported extends Pick<RiskReport, 'policy' | 'fields'> {
  /** All fields together come last. */
  readonly found: readonly Found[];
  readonly population: number | undefined;
}

/** Works the risks out. `population` is not below the number of patients. */
export function reportOf({ policy, fields, found, population }: Reported): RiskReport {
  const assessed = found.map((one) => ({ ...one, risk: { fields: one.set, ...sampleRisk(one.sizes) } }));
  const all = assessed.at(-1);
  const sizes: ClassSizes = all?.sizes ?? new Map();
  const lengths = [...new Set(found.map(({ set }) => set.length))];
  return {
    policy,
    patients: all?.risk.patients ?? 0,
    fields,
    sets: assessed.map(({ risk }) => risk),
    worst: lengths.map((length) => {
      const those = assessed.filter(({ set }) => set.length === length);
      return held(
        those.reduce((most, one) => (one.risk.average > most.risk.average ? one : most)),
        population,
      );
    }),
    classes: [...sizes].map(([size, classes]) => ({ size, classes })),
    bands: bandsOf(sizes),
  };
}

function held(
  { risk, sizes }: { readonly risk: AssessedSet; readonly sizes: ClassSizes },
  population: number | undefined,
): HeldSet {
  return {
    ...risk,
    thresholds: THRESHOLDS.map((one) => ({ ...one, holds: risk[one.of] <= one.most })),
    ...(population !== undefined && { population: populationRisk(sizes, population) }),
  };
}
