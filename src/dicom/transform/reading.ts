import type { HeaderValue, HeaderValues } from '../parse/index.ts';
import { withoutPadding } from '../scan/index.ts';

/** Reads elements of one header; `tags` are tried in order and the first that holds anything counts. */
export interface Reading {
  /** Text without padding, backslashes kept; `undefined` when there is none. Numbers are written in their shortest form. */
  text(tags: readonly number[]): string | undefined;
  /** The first of an element's values, as text; `undefined` when that one is empty. */
  first(tags: readonly number[]): string | undefined;
}

const BACKSLASH = '\\';

/** A reading of `values`. */
export function readingOf(values: HeaderValues): Reading {
  const text = (tags: readonly number[]): string | undefined => {
    for (const tag of tags) {
      const found = textOf(values.get(tag));
      if (found !== undefined) {
        return found;
      }
    }
    return undefined;
  };
  return { text, first: (tags) => item(text(tags), 1) };
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
