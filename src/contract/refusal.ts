import { z } from 'zod';
import { REFUSALS } from './refusal.table.ts';

/** Why a site said no. */
export type RefusalCode = keyof typeof REFUSALS;

/** Parses a refusal code. */
export const RefusalCode = z.enum(Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]]);

/** A “no” with its code and, at most, the asker's own field names and the policy's names. */
export interface Objection {
  readonly code: RefusalCode;
  /** One sentence more, e.g. “unknown field Modalty; did you mean Modality?”. */
  readonly detail?: string;
}

/** The fixed public sentence of a code. */
export function sentenceOf(code: RefusalCode): string {
  return REFUSALS[code];
}
