import { z } from 'zod';
import { didYouMean, SfumatoError } from '../../../base/index.ts';
import type { Column, Field, Policy } from '../../../policy/index.ts';
import {
  type ClassSizes,
  combinations,
  type PopulationRisk,
  populationRisk,
  type SampleRisk,
  sampleRisk,
  THRESHOLDS,
} from '../../../risk/index.ts';
import { openStaging, stagingsThere } from '../../../warehouse/index.ts';
import type { NodeContext } from '../../context.ts';

const DAYS = 'days-since-first-study';
const COMBINED_MAX = 4;
const SETS_MAX = 5_000;

/** What is looked at: the named fields, or all that the policy calls a strong or weak risk; alone and up to `combined` of them together. */
export const RiskInput = z.strictObject({
  fields: z.array(z.string()).min(1).optional(),
  combined: z.int().min(1).max(COMBINED_MAX).default(3),
  /** The people whom the patients come from. */
  population: z.int().positive().optional(),
});

/** Fields by which patients are told apart, and how far. */
export interface AssessedSet extends SampleRisk {
  readonly fields: readonly string[];
}

/** The same, held against what others ask of tables, and against a population where one was named. */
interface HeldSet extends AssessedSet {
  readonly thresholds: readonly ((typeof THRESHOLDS)[number] & { readonly holds: boolean })[];
  readonly population?: PopulationRisk;
}

/** How far patients could be recognised by what is staged: exact numbers, for people on the site, that decide nothing. */
export interface RiskReport {
  readonly policy: string;
  readonly patients: number;
  readonly fields: readonly Pick<Field, 'keyword' | 'risk'>[];
  /** Each field alone, then each combination, all of them together last. */
  readonly sets: readonly AssessedSet[];
  /** Of each number of fields the set that tells most patients apart, and all fields together. */
  readonly worst: readonly HeldSet[];
  /** Of all fields together: how many classes there are of each size. */
  readonly classes: readonly { readonly size: number; readonly classes: number }[];
}

interface Assess {
  readonly ctx: Pick<NodeContext, 'folder' | 'policy'>;
  readonly input: z.infer<typeof RiskInput>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
}

/**
 * Assesses what somebody could do who got hold of the staged rows and knows things of a patient. Exact numbers go to people on the site only:
 * not to the journal, nor to messages; whether anything is published hangs on none of them. @throws SfumatoError `staging-missing`,
 * `wrong-use`, `interrupted`, and as `openStaging`.
 */
export async function assessRisk({ ctx, input, signal, onProgress }: Assess): Promise<RiskReport> {
  const { folder, policy } = ctx;
  const fields = fieldsOf(policy, input.fields);
  const sets = combinations(
    fields.map(({ keyword }) => keyword),
    input.combined,
  );
  if (sets.length > SETS_MAX) {
    const sentence = `${fields.length} fields have ${sets.length} combinations, of which at most ${SETS_MAX} are looked at: name fewer fields or combine fewer of them.`;
    throw new SfumatoError('wrong-use', sentence);
  }
  if (!stagingsThere(ctx).staged) {
    throw new SfumatoError('staging-missing', `Nothing was ever ingested under ${policy.name}.`);
  }
  const staging = await openStaging({ folder, policy });
  try {
    let done = 0;
    const onSet = (): void => onProgress({ done: ++done, total: sets.length });
    const sizes = await staging.classSizes({ sets, days: daysOf(policy), onSet, signal });
    if (sizes.length < sets.length) {
      throw new SfumatoError('interrupted', 'The assessment was interrupted.');
    }
    return reportOf({ policy, fields, found: sets.map((set, at) => ({ set, sizes: sizes[at] ?? new Map() })), input });
  } finally {
    await staging.close();
  }
}

/** Fields whose values a header says, and the days between studies; other numbers that publish works out aren't staged. @throws SfumatoError `wrong-use`. */
function fieldsOf({ columns }: Policy, named: readonly string[] | undefined): readonly Field[] {
  const staged = [...columns.values()].filter((column) => [undefined, DAYS].includes(derivedOf(column)));
  const fields = staged.map(({ field }) => field);
  if (named === undefined) {
    return fields.filter(({ risk }) => risk === 'strong' || risk === 'weak');
  }
  return [...new Set(named)].map((name) => {
    const field = fields.find(({ keyword }) => keyword === name);
    if (field === undefined) {
      const near = didYouMean(
        name,
        fields.map(({ keyword }) => keyword),
      );
      throw new SfumatoError(
        'wrong-use',
        `No staged field is called ${name}${near || '; see `sfumato staging show`.'}`,
      );
    }
    return field;
  });
}

/** The field of the days between a patient's studies. */
function daysOf({ columns }: Policy): string | undefined {
  return [...columns.values()].find((column) => derivedOf(column) === DAYS)?.field.keyword;
}

function derivedOf(column: Column) {
  return column.kind === 'measure' ? column.derived : undefined;
}

interface Found {
  readonly policy: Policy;
  readonly fields: readonly Field[];
  readonly found: readonly { readonly set: readonly string[]; readonly sizes: ClassSizes }[];
  readonly input: z.infer<typeof RiskInput>;
}

function reportOf({ policy, fields, found, input: { population } }: Found): RiskReport {
  const assessed = found.map(({ set, sizes }) => ({ fields: set, sizes, ...sampleRisk(sizes) }));
  const all = assessed.at(-1);
  const patients = all?.patients ?? 0;
  if (population !== undefined && population < patients) {
    const sentence = `The population holds all ${patients} patients, and so has at least as many people.`;
    throw new SfumatoError('wrong-use', sentence);
  }
  const worst = [...new Set(assessed.map((one) => one.fields.length))].map((length) => {
    const those = assessed.filter((one) => one.fields.length === length);
    const { sizes, ...risk } = those.reduce((most, one) => (one.average > most.average ? one : most));
    return {
      ...risk,
      thresholds: THRESHOLDS.map((one) => ({ ...one, holds: risk[one.of] <= one.most })),
      ...(population !== undefined && { population: populationRisk(sizes, population) }),
    };
  });
  return {
    policy: policy.name,
    patients,
    fields: fields.map(({ keyword, risk }) => ({ keyword, risk })),
    sets: assessed.map(({ sizes: _sizes, ...risk }) => risk),
    worst,
    classes: [...(all?.sizes ?? [])].map(([size, classes]) => ({ size, classes })),
  };
}
