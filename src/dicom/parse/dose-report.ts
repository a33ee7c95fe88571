import { withoutPadding } from '../scan/index.ts';
import { isUnitOf } from './dose-unit.ts';
import { strictDecimal } from './strict-decimal.ts';
import type { HeaderValue } from './values.ts';

// PS3.16 TID 10011 (CT radiation dose) writes each quantity as a NUM item: what it is, and the value with its unit.
const CONCEPT_NAME_CODE_SEQUENCE = 0x0040a043;
const MEASURED_VALUE_SEQUENCE = 0x0040a300;
const MEASUREMENT_UNITS_CODE_SEQUENCE = 0x004008ea;
const NUMERIC_VALUE = 0x0040a30a;
const CODE_VALUE = 0x00080100;
const CODING_SCHEME_DESIGNATOR = 0x00080102;

/** A data set of a structured report, in a file or in DICOM JSON. */
export interface ReportItem {
  /** The items of a sequence. */
  items(sequence: number): Iterable<ReportItem>;
  /** `undefined` where there is none. */
  text(tag: number): string | undefined;
}

/** What is looked for in a report: a numeric concept (`scheme code`), wherever it stands in the content tree below `content`. */
export interface ConceptWanted {
  readonly content: number;
  readonly concept: string;
}

/** The text that spells the largest number of a concept in its own unit by the strict grammar; `undefined` when none spells one. */
export function largestOf(report: ReportItem, wanted: ConceptWanted): HeaderValue | undefined {
  let best: { readonly text: string; readonly number: number } | undefined;
  for (const written of conceptTexts(report, wanted)) {
    const text = withoutPadding(written);
    const number = strictDecimal(text);
    if (number !== undefined && (best === undefined || number > best.number)) {
      best = { text, number };
    }
  }
  return best && { kind: 'text', text: best.text };
}

/** Nothing else of the report is looked at: its other items hold names, dates and sentences. */
function* conceptTexts(report: ReportItem, { content, concept }: ConceptWanted): Generator<string> {
  const trees = [report];
  for (let tree = trees.pop(); tree !== undefined; tree = trees.pop()) {
    for (const item of tree.items(content)) {
      trees.push(item);
      const measured = firstItem(item, MEASURED_VALUE_SEQUENCE);
      const name = measured && firstItem(item, CONCEPT_NAME_CODE_SEQUENCE);
      if (measured && name && conceptOf(name) === concept && isUnitOf(concept, unitOf(measured))) {
        yield measured.text(NUMERIC_VALUE) ?? '';
      }
    }
  }
}

function firstItem(of: ReportItem, sequence: number): ReportItem | undefined {
  const [first] = of.items(sequence);
  return first;
}

function conceptOf(name: ReportItem): string {
  return `${trimmed(name, CODING_SCHEME_DESIGNATOR)} ${trimmed(name, CODE_VALUE)}`;
}

function unitOf(measured: ReportItem): string {
  const unit = firstItem(measured, MEASUREMENT_UNITS_CODE_SEQUENCE);
  return unit === undefined ? '' : trimmed(unit, CODE_VALUE);
}

function trimmed(of: ReportItem, tag: number): string {
  return of.text(tag)?.trim() ?? '';
}
