import { type ErrorCode, SfumatoError } from '../base/index.ts';
import type { GROUNDS } from './grounds.table.ts';

/** The name of a ground on which a decision is not taken. */
export type GroundCode = keyof typeof GROUNDS;

type ValuesOf<C extends GroundCode> = Readonly<Record<(typeof GROUNDS)[C][number], string>>;
type Values<C extends GroundCode> = (typeof GROUNDS)[C] extends readonly [] ? [] : [values: ValuesOf<C>];

/** Why a decision is not taken: by name, and as a sentence or clause for who reads English. */
export interface Ground {
  readonly code: GroundCode;
  readonly values: Readonly<Record<string, string>>;
  readonly sentence: string;
}

/** A ground of the list, with the values that it names. */
export function ground<const C extends GroundCode>(code: C, sentence: string, ...[values]: Values<C>): Ground {
  return { code, sentence, values: { ...values } };
}

/** The error that says so; `told` where its sentence is more than the ground's. */
export function notTaken({ code, values, sentence }: Ground, error: ErrorCode = 'wrong-use', told = sentence) {
  return new SfumatoError(error, told, { ground: { code, values } });
}
