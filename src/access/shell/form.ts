/** The fields of a form, as they came. Not an object: a field can be called anything, `__proto__` included. */
export interface Form {
  /** A field's value; `undefined` unless the form has it exactly once. */
  one(name: string): string | undefined;
  /** All values under a name, in order. */
  all(name: string): readonly string[];
  /** All that was sent, in order. */
  entries(): readonly (readonly [name: string, value: string])[];
}

/** Each value that somebody chooses is a field: questions of the workbench may hold many hundreds. */
const FIELDS_MAX = 2_000;

/** Reads `application/x-www-form-urlencoded`; `undefined` when there are too many fields. */
export function parseForm(text: string): Form | undefined {
  const fields = new URLSearchParams(text);
  if (fields.size > FIELDS_MAX) {
    return undefined;
  }
  const all = (name: string): readonly string[] => fields.getAll(name);
  return Object.freeze({
    all,
    entries: () => [...fields],
    one(name: string) {
      const values = all(name);
      return values.length === 1 ? values[0] : undefined;
    },
  });
}

/** A form without fields. */
export const EMPTY_FORM: Form = Object.freeze({ one: () => undefined, all: () => [], entries: () => [] });
