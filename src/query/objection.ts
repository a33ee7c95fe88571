import { didYouMean } from '../base/index.ts';
import type { Objection, RefusalCode } from '../contract/index.ts';

/** How a part of a question is turned down while it is read; `caught` makes it data again. Never leaves this folder. */
class Objected extends Error {
  override readonly name = 'Objected';
  readonly objection: Objection;

  constructor(objection: Objection) {
    super(objection.code);
    this.objection = objection;
  }
}

/** Turns the question down. `detail` names fields, listed values and limits; never a value that the asker sent. */
export function raise(code: RefusalCode, detail: string): never {
  throw new Objected(Object.freeze({ code, detail }));
}

/** The result of `work`, or the objection that was raised in it. */
export function caught<T>(work: () => T): T | Objection {
  try {
    return work();
  } catch (error) {
    if (error instanceof Objected) {
      return error.objection;
    }
    throw error;
  }
}

/** Whether a result of this floor is a “no”. */
export function isObjection(result: unknown): result is Objection {
  return typeof result === 'object' && result !== null && 'code' in result && typeof result.code === 'string';
}

/** “unknown field Modalty; did you mean Modality?” */
export function unknownField(field: string, known: Iterable<string>): never {
  const hint = didYouMean(field, known);
  return raise('unknown-field', `Unknown field ${field}${hint === '' ? '.' : hint}`);
}

/** “Modality has no such value; did you mean CT?” */
export function unknownValue(field: string, given: string, known: Iterable<string>): never {
  const hint = didYouMean(given, known);
  return raise('unknown-value', `${field} has no such value${hint === '' ? '.' : hint}`);
}
