import { z } from 'zod';
import { didYouMean, SfumatoError } from '../../../base/index.ts';
import { ground, notTaken } from '../../../governance/index.ts';
import type { Column, Field, Policy } from '../../../policy/index.ts';
import { combinations, combinationsCount } from '../../../risk/index.ts';

const DAYS = 'days-since-first-study';
const COMBINED_MAX = 4;
const SETS_MAX = 5_000;
/** Longer than any name of a field: what is no name is compared with all of them. */
const NAME_LENGTH_MAX = 200;

/** What is looked at: the named fields, or all that the policy calls a strong or weak risk; alone and up to `combined` of them together. */
export const RiskInput = z.strictObject({
  fields: z.array(z.string().max(NAME_LENGTH_MAX)).min(1).optional(),
  combined: z.int().min(1).max(COMBINED_MAX).default(3),
  /** The people whom the patients come from. */
  population: z.int().positive().optional(),
});
export type RiskInput = z.infer<typeof RiskInput>;

/** A field by which patients can be told apart, with its risk class. */
export type TellingField = Pick<Field, 'keyword' | 'risk'>;

/** The fields that are looked at, and the sets of them. */
export interface Choice {
  readonly fields: readonly TellingField[];
  readonly sets: readonly (readonly string[])[];
}

/** What an input chooses under a policy. @throws SfumatoError `wrong-use`. */
export function choiceOf(policy: Policy, { fields: named, combined }: RiskInput): Choice {
  const fields = named === undefined ? usualFields(policy) : namedFields(policy, named);
  const count = combinationsCount(fields.length, combined);
  if (count > SETS_MAX) {
    const sentence = `${fields.length} fields have ${count} combinations, of which at most ${SETS_MAX} are looked at: name fewer fields or combine fewer of them.`;
    const values = { n: String(fields.length), sets: String(count), most: String(SETS_MAX) };
    throw notTaken(ground('risk-combinations', sentence, values));
  }
  const names = fields.map(({ keyword }) => keyword);
  return { fields, sets: combinations(names, combined) };
}

/** Fields whose values a header says, and the days between studies; other numbers that publish works out aren't staged. */
export function tellingFields({ columns }: Policy): readonly TellingField[] {
  const staged = [...columns.values()].filter((column) => [undefined, DAYS].includes(derivedOf(column)));
  return staged.map(({ field: { keyword, risk } }) => ({ keyword, risk }));
}

/** Whether a field is looked at where none is named. */
export function isUsual({ risk }: TellingField): boolean {
  return risk === 'strong' || risk === 'weak';
}

function usualFields(policy: Policy): readonly TellingField[] {
  return tellingFields(policy).filter(isUsual);
}

function namedFields(policy: Policy, named: readonly string[]): readonly TellingField[] {
  const fields = tellingFields(policy);
  const known = fields.map(({ keyword }) => keyword);
  return [...new Set(named)].map((name) => {
    const field = fields.find(({ keyword }) => keyword === name);
    if (field === undefined) {
      const hint = didYouMean(name, known) || '; see `sfumato staging show`.';
      throw new SfumatoError('wrong-use', `No staged field is called ${name}${hint}`);
    }
    return field;
  });
}

/** The field of the days between a patient's studies. */
export function daysOf({ columns }: Policy): string | undefined {
  return [...columns.values()].find((column) => derivedOf(column) === DAYS)?.field.keyword;
}

function derivedOf(column: Column) {
  return column.kind === 'measure' ? column.derived : undefined;
}
