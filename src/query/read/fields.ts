import type { Column, Policy } from '../../policy/index.ts';
import { raise, unknownField } from '../objection.ts';

/** The fields that a question may use: columns of the policy that the project lists. */
export interface Fields {
  readonly policy: Policy;
  /** The column of a field. Raises `unknown-field`, naming the nearest field that may be used. */
  readonly column: (field: string) => Column;
}

/** The fields of `policy` that `allowed` (the project's list) names. */
export function fieldsOf(policy: Policy, allowed: readonly string[]): Fields {
  const usable = allowed.filter((field) => policy.columns.has(field));
  return Object.freeze({
    policy,
    column(field: string): Column {
      const column = policy.columns.get(field);
      if (column === undefined) {
        return unknownField(field, usable);
      }
      return usable.includes(field) ? column : raise('unknown-field', `The project may not use ${field}.`);
    },
  });
}
