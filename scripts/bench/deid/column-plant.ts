import type { Policy } from '../../../src/policy/index.ts';
import type { Leaf } from './encode.ts';
import type { Person, Visit } from './people.ts';
import type { Random } from './random.ts';
import type { Token } from './tokens.ts';

/** What was planted for one stored column of one series, and what must come of it. */
export interface ColumnPlant {
  readonly keyword: string;
  /** The element that holds it. */
  readonly element: string;
  /** What stands there, as people read it. */
  readonly written: string;
  /** A listed research value, an identifier where a value belongs, or both in one element. */
  readonly kind: 'research' | 'identifier' | 'both';
  /** A date or time of which only year, quarter, band or distance may stay. */
  readonly coarsened: boolean;
  readonly expected: number;
  readonly tokens: readonly Token[];
}

/** Whose series it is. */
export interface Subject {
  readonly policy: Policy;
  readonly person: Person;
  readonly visit: Visit;
  readonly random: Random;
  /** Whether every file of the series says its value representations. */
  readonly explicit: boolean;
}

/** A value as people read it. */
export function readable({ value }: Leaf): string {
  if (typeof value === 'string') {
    return `“${value}”`;
  }
  return value instanceof Uint8Array ? `“${Buffer.from(value).toString('latin1')}”` : value.numbers.join();
}
