import type { Query } from '../../../src/contract/index.ts';
import { dice } from '../../query/support/random.ts';
import { type Contribution, patient, type Row } from '../../replay/support/history.ts';
import { smallPolicy } from '../../warehouse/support/small-policy.ts';

/** The policy that all attacks are played under. */
export const policy = smallPolicy({
  groupsPerPatientMax: 3,
  rowsPerPatientMax: 400,
  perGroupMax: { studies: 2, series: 3, instances: 9 },
  patientsLog2: 11,
});

/** Who is attacked: the only one of 60 years or more. */
export const target = patient('target', [
  { study: 1, values: { Modality: 0, BodyPartExamined: 0, PatientSex: 1, PatientAge: 60 } },
]);

/** Forty others, between 20 and 50 years old; nobody has the last region, and the target alone may. */
export const others: readonly Contribution[] = Array.from({ length: 40 }, (_, at) => {
  const throwing = dice(1_000 + at);
  const rows: Row[] = Array.from({ length: 1 + throwing.below(4) }, (_row, study) => ({
    study,
    values: {
      Modality: throwing.below(4),
      BodyPartExamined: throwing.below(6),
      Manufacturer: throwing.below(3),
      PatientSex: at % 2,
      PatientAge: 20 + throwing.below(31),
    },
  }));
  return patient(`other-${at}`, rows);
});

/** A question about the patients of 2026. */
export function question(parts: Omit<Query, 'blocks' | 'epsilon'>, epsilon: string): Query {
  return { ...parts, blocks: [2026], epsilon };
}

/** Bit and tie-breaker of a trial. */
export function coins(seed: number, trial: number): { readonly bit: 0 | 1; readonly tie: boolean } {
  const throwing = dice(seed * 100_003 + trial);
  throwing.below(2);
  return { bit: throwing.chance(0.5) ? 1 : 0, tie: throwing.chance(0.5) };
}
