import dcmjs from 'dcmjs';
import type { Column, Field, Policy } from '../../../src/policy/index.ts';

/** Where a column may read its value from. */
export interface Place {
  readonly keyword: string;
  readonly tag: number;
  readonly vr: string;
  /** Sequences to go down through, from the top. */
  readonly within: readonly number[];
  /** A numeric concept of a structured report's content tree, `scheme code`. */
  readonly concept: string | undefined;
}

/** The places of a column in order of preference. */
export function placesOf({ field }: Column): readonly Place[] {
  return [field, ...(field.alsoReads ?? [])].map(placeOf);
}

function placeOf({ keyword, tag, ...more }: Pick<Field, 'keyword' | 'tag'>): Place {
  const { within = [], concept }: { within?: readonly string[]; concept?: string } = more;
  return {
    keyword,
    tag: tagNumber(tag),
    vr: concept === undefined ? vrOf(tag) : 'DS',
    within: within.map(tagNumber),
    concept,
  };
}

function tagNumber(tag: string): number {
  return Number.parseInt(tag.replace(',', ''), 16);
}

/** The keyword of an element, or its digits where the standard has none for it. */
export function keywordOf(tag: number): string {
  const hex = tag.toString(16).toUpperCase().padStart(8, '0');
  return dcmjs.data.DicomMetaDictionary.dictionary[`(${hex.slice(0, 4)},${hex.slice(4)})`]?.name ?? hex;
}

function vrOf(tag: string): string {
  const vr = dcmjs.data.DicomMetaDictionary.dictionary[`(${tag})`]?.vr ?? 'LO';
  return vr === 'xs' ? 'US' : vr;
}

/** The tag by which a place is found at the top level of a data set. */
export function topTag({ tag, within }: Place): number {
  return within[0] ?? tag;
}

/** The columns that headers fill; the others are worked out at publish. */
export function headerColumns({ columns }: Policy): readonly (readonly [string, Column])[] {
  return [...columns].filter(([, column]) => column.field.transform.kind !== 'derived');
}
