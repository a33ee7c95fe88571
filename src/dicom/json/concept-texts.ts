import { isUnitOf } from '../parse/index.ts';
import type { JsonDataSet } from './data-set.ts';

// PS3.16 TID 10011, as in parse/dose-report.ts.
const CONCEPT_NAME_CODE_SEQUENCE = 0x0040a043;
const MEASURED_VALUE_SEQUENCE = 0x0040a300;
const MEASUREMENT_UNITS_CODE_SEQUENCE = 0x004008ea;
const NUMERIC_VALUE = 0x0040a30a;
const CODE_VALUE = 0x00080100;
const CODING_SCHEME_DESIGNATOR = 0x00080102;

/** The texts of a numeric concept (`scheme code`) in its own unit, wherever it stands in the content tree below `content` of a report. */
export function* conceptTexts(
  of: JsonDataSet,
  { content, concept }: { content: number; concept: string },
): Generator<string> {
  const trees = [of];
  for (let tree = trees.pop(); tree !== undefined; tree = trees.pop()) {
    for (const item of tree.items(content)) {
      trees.push(item);
      const name = item.items(CONCEPT_NAME_CODE_SEQUENCE)[0];
      const measured = item.items(MEASURED_VALUE_SEQUENCE)[0];
      const text = measured?.text(NUMERIC_VALUE);
      if (measured && text !== undefined && conceptOf(name) === concept && isUnitOf(concept, unitOf(measured))) {
        yield text;
      }
    }
  }
}

function unitOf(measured: JsonDataSet): string {
  return measured.items(MEASUREMENT_UNITS_CODE_SEQUENCE)[0]?.text(CODE_VALUE)?.trim() ?? '';
}

function conceptOf(name: JsonDataSet | undefined): string {
  const part = (tag: number): string => name?.text(tag)?.trim() ?? '';
  return `${part(CODING_SCHEME_DESIGNATOR)} ${part(CODE_VALUE)}`;
}
