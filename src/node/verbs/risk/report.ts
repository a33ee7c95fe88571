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
  /** Of each number of fields the set of the highest average risk, and all fields together. */
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
  /** Lets everybody else's work begin: of many sets the sums take a second, and so may an estimate for each of several. */
  readonly turn: () => Promise<void>;
}

interface Assessed {
  readonly risk: AssessedSet;
  readonly sizes: ClassSizes;
}

/** Works the risks out. `population` is not below the number of patients. */
export async function reportOf({ policy, fields, found, population, turn }: Reported): Promise<RiskReport> {
  const assessed: Assessed[] = [];
  for (const { set, sizes } of found) {
    await turn();
    assessed.push({ risk: { fields: set, ...sampleRisk(sizes) }, sizes });
  }
  const worst: HeldSet[] = [];
  for (const one of worstOf(assessed)) {
    await turn();
    worst.push(held(one, population));
  }
  const all = assessed.at(-1);
  const sizes: ClassSizes = all?.sizes ?? new Map();
  return {
    policy,
    patients: all?.risk.patients ?? 0,
    fields,
    sets: assessed.map(({ risk }) => risk),
    worst,
    classes: [...sizes].map(([size, classes]) => ({ size, classes })),
    bands: bandsOf(sizes),
  };
}

/** Of each number of fields the set of the highest average risk. */
function worstOf(assessed: readonly Assessed[]): readonly Assessed[] {
  const lengths = [...new Set(assessed.map(({ risk }) => risk.fields.length))];
  return lengths.map((length) =>
    assessed
      .filter(({ risk }) => risk.fields.length === length)
      .reduce((most, one) => (one.risk.average > most.risk.average ? one : most)),
  );
}

function held({ risk, sizes }: Assessed, population: number | undefined): HeldSet {
  return {
    ...risk,
    thresholds: THRESHOLDS.map((one) => ({ ...one, holds: risk[one.of] <= one.most })),
    ...(population !== undefined && { population: populationRisk(sizes, population) }),
  };
}
