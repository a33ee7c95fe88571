import { z } from 'zod';
import { REFUSALS } from './refusal.table.ts';

const HOUR_MS = 3_600_000;

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

/**
 * The hour that a time is in, both in milliseconds since 1970-01-01 UTC. No finer time of a refusal is told: a copy of a question waits
 * for the one under way before it is refused, and exact times of records around an answer would tell how long that took.
 */
export function wholeHour(ms: number): number {
  return Math.floor(ms / HOUR_MS) * HOUR_MS;
}

/** The fixed public sentence of a code. */
export function sentenceOf(code: RefusalCode): string {
  return REFUSALS[code];
}
