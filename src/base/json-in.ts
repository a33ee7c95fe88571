/** The value of a JSON text; `undefined`, which no schema takes, where it is none. What comes from strangers is read by `jsonWithin`, which has bounds. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
