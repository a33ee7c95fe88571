import type { Policy } from '../../policy/index.ts';
import { dictionaryVr, holdsOneValue, type Place, wayTo } from '../parse/index.ts';
import { TAGS, tagNumber } from '../transform/index.ts';
import {
  AMBIGUOUS_KEYWORDS,
  type ColumnMeaning,
  IDC_COLUMNS,
  INSTANCE_COUNTS,
  NEEDED_COLUMNS,
} from './idc-columns.table.ts';
import { misspelt } from './misspelt.ts';

/** Which columns of a table are read, and what for. */
export interface ColumnPlan {
  /** Names of the columns to read; cells stand in this order. */
  readonly wanted: readonly string[];
  /** What fills an element of the header itself, by tag. */
  readonly top: ReadonlyMap<number, Filling>;
  /** What fills an element within sequences, by `placeName`. */
  readonly nested: ReadonlyMap<string, Filling>;
  /** The cells that may say how many instances a row's series has. */
  readonly instanceCounts: readonly number[];
  /** Whether each row is an instance; else each is a series. */
  readonly perInstance: boolean;
  /** The columns that nothing reads; one without a name isn't among them. */
  readonly ignored: readonly string[];
}

/** Which cells may fill a place in a header, and how its element writes values. */
export interface Filling {
  /** The first that holds anything counts. */
  readonly cells: readonly number[];
  readonly vr: string | undefined;
  /** The cell is an identifier, which is hashed as it is written. */
  readonly verbatim: boolean;
  /** Of a list of values, only the first counts. */
  readonly single: boolean;
}

/** A column that a table lacks, and the one that may be meant. */
export interface MissingColumn {
  readonly name: string;
  readonly nearest?: string;
}

/** The columns that say who and what a row is about. */
export const IDENTIFIERS = [
  'PatientID',
  'IssuerOfPatientID',
  'StudyInstanceUID',
  'SeriesInstanceUID',
  'SOPInstanceUID',
] as const;

/** Says how the identifiers of a row are spelt. */
export const SPECIFIC_CHARACTER_SET = 0x00080005;

const VERBATIM: ReadonlySet<number> = new Set(IDENTIFIERS.map((name) => TAGS[name]));

/** Names a place in a header. */
export function placeName({ tag, within }: Place): string {
  return `${wayTo(within)} ${tag}`;
}

/** What is read of a table with these columns under a policy; or which columns are missing. */
export function columnPlan(columns: readonly string[], policy: Policy): ColumnPlan | readonly MissingColumn[] {
  const present = new Set(columns);
  const missing = NEEDED_COLUMNS.filter((name) => !present.has(name)).map((name) => {
    const near = misspelt(name, columns);
    return { name, ...(near !== undefined && { nearest: near }) };
  });
  if (missing.length > 0) {
    return missing;
  }
  const places = placesByColumn(policy, columns);
  const wanted = [...places.keys()];
  const counts = INSTANCE_COUNTS.filter((name) => present.has(name));
  return {
    wanted: [...wanted, ...counts],
    ...fillings([...places.values()]),
    instanceCounts: counts.map((_, at) => wanted.length + at),
    perInstance: present.has('SOPInstanceUID'),
    ignored: columns.filter((name) => name !== '' && !places.has(name) && !counts.includes(name)),
  };
}

/** What fills each place, given the places that each column fills. */
function fillings(columns: readonly (readonly Place[])[]): Pick<ColumnPlan, 'top' | 'nested'> {
  const top = new Map<number, Filling>();
  const nested = new Map<string, Filling>();
  columns.forEach((places, cell) => {
    for (const place of places) {
      const { tag, within } = place;
      const cells = [...((within.length > 0 ? nested.get(placeName(place)) : top.get(tag))?.cells ?? []), cell];
      const filling = {
        cells: [...new Set(cells)],
        vr: dictionaryVr(tag),
        verbatim: within.length === 0 && VERBATIM.has(tag),
        single: holdsOneValue(tag),
      };
      if (within.length > 0) {
        nested.set(placeName(place), filling);
      } else {
        top.set(tag, filling);
      }
    }
  });
  return { top, nested };
}

/** The places that each column fills: a keyword's own column comes before those that stand in for it. */
function placesByColumn(policy: Policy, columns: readonly string[]): ReadonlyMap<string, readonly Place[]> {
  const read = elementsRead(policy);
  const filled = new Map<string, readonly Place[]>();
  const fill = (name: string, { keyword, within }: ColumnMeaning): void => {
    const way = within && wayTo(within.map(tagNumber));
    const places = read.filter(
      (element) => element.keyword === keyword && (way === undefined || way === wayTo(element.place.within)),
    );
    if (places.length > 0) {
      filled.set(
        name,
        places.map(({ place }) => place),
      );
    }
  };
  for (const name of columns.filter((each) => !AMBIGUOUS_KEYWORDS.has(each))) {
    fill(name, { keyword: name });
  }
  const present = new Set(columns);
  for (const [name, meaning] of Object.entries(IDC_COLUMNS).filter(([each]) => present.has(each))) {
    fill(name, meaning);
  }
  return filled;
}

interface ElementRead {
  readonly keyword: string;
  readonly place: Place;
}

/** Every element that rows read under a policy, with its keyword. */
function elementsRead(policy: Policy): readonly ElementRead[] {
  const fields = [...policy.columns.values()].map(({ field }) => field);
  const listed = fields
    .flatMap(({ keyword, tag, alsoReads = [] }) => [{ keyword, tag, within: [], concept: undefined }, ...alsoReads])
    .filter(({ concept }) => concept === undefined)
    .map(({ keyword, tag, within = [] }) => ({
      keyword,
      place: { tag: tagNumber(tag), within: within.map(tagNumber) },
    }));
  const always = Object.entries({ ...TAGS, SpecificCharacterSet: SPECIFIC_CHARACTER_SET }).map(([keyword, tag]) => ({
    keyword,
    place: { tag, within: [] },
  }));
  return [...listed, ...always];
}
