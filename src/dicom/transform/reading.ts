import type { HeaderValue, HeaderValues, Place } from '../parse/index.ts';
import { withoutPadding } from '../scan/index.ts';

/** Reads one header; `places` are tried in order and the first that holds anything counts. */
export interface Reading {
  /** Text without padding, backslashes kept; `undefined` when there is none. Numbers are written in their shortest form. */
  text(places: readonly Place[]): string | undefined;
  /** The first of an element's values, as text; `undefined` when that one is empty. */
  first(places: readonly Place[]): string | undefined;
}

const BACKSLASH = '\\';

/** A reading of `values`. */
export function readingOf(values: HeaderValues): Reading {
  const text = (places: readonly Place[]): string | undefined => {
    for (const place of places) {
      const found = textOf(values.at(place));
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  };
  return { text, first: (places) => item(text(places), 1) };
}

/** The `n`th of several values, counted from 1; `undefined` when it is absent or empty. */
export function item(text: string | undefined, n: number): string | undefined {
  return nonEmpty(text?.split(BACKSLASH)[n - 1]);
}

function textOf(value: HeaderValue | undefined): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  return nonEmpty(value.kind === 'text' ? value.text : value.numbers.map(String).join(BACKSLASH));
}

function nonEmpty(text: string | undefined): string | undefined {
  const bare = text === undefined ? '' : withoutPadding(text);
  return bare === '' ? undefined : bare;
}
