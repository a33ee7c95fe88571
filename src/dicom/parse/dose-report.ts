import { type DataSet, itemsOf } from '../scan/index.ts';
import type { DataSetValues } from './values.ts';

// PS3.16 TID 10011 (CT radiation dose) writes each quantity as a NUM item: what it is, and the value with its unit.
const CONCEPT_NAME_CODE_SEQUENCE = 0x0040a043;
const MEASURED_VALUE_SEQUENCE = 0x0040a300;
const NUMERIC_VALUE = 0x0040a30a;
const CODE_VALUE = 0x00080100;
const CODING_SCHEME_DESIGNATOR = 0x00080102;

const NAME = new Set([CODE_VALUE, CODING_SCHEME_DESIGNATOR]);
const VALUE = new Set([NUMERIC_VALUE]);

/** Reads the elements of one data set. */
export type ReadDataSet = (of: DataSet, wanted: ReadonlySet<number>) => DataSetValues | undefined;

/**
 * The texts of a numeric concept (`scheme code`), wherever it stands in the content tree below `content` of a structured
 * report. Nothing else of the report is looked at: its other items hold names, dates and sentences.
 */
export function* conceptValues(
  of: DataSet,
  { content, concept, read }: { content: number; concept: string; read: ReadDataSet },
): Generator<string> {
  const trees = [of];
  for (let tree = trees.pop(); tree !== undefined; tree = trees.pop()) {
    for (const item of itemsOf(tree, content)) {
      trees.push(item);
      const measured = firstItem(item, MEASURED_VALUE_SEQUENCE);
      const name = measured && firstItem(item, CONCEPT_NAME_CODE_SEQUENCE);
      if (measured && name && conceptOf(read(name, NAME)) === concept) {
        const value = read(measured, VALUE)?.get(NUMERIC_VALUE);
        if (value?.kind === 'text') {
          yield value.text;
        }
      }
    }
  }
}

function firstItem(of: DataSet, sequence: number): DataSet | undefined {
  return itemsOf(of, sequence).next().value ?? undefined;
}

function conceptOf(name: DataSetValues | undefined): string {
  const part = (tag: number): string => {
    const value = name?.get(tag);
    return value?.kind === 'text' ? value.text.trim() : '';
  };
  return `${part(CODING_SCHEME_DESIGNATOR)} ${part(CODE_VALUE)}`;
}
