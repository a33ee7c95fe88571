import { LIMITS } from '../../base/index.ts';
import { type DataSet, itemsOf, latin1, withoutPadding } from '../scan/index.ts';
import { isUnitOf } from './dose-unit.ts';
import { rawValue } from './prune.ts';

// PS3.16 TID 10011 (CT radiation dose) writes each quantity as a NUM item: what it is, and the value with its unit.
const CONCEPT_NAME_CODE_SEQUENCE = 0x0040a043;
const MEASURED_VALUE_SEQUENCE = 0x0040a300;
const MEASUREMENT_UNITS_CODE_SEQUENCE = 0x004008ea;
const NUMERIC_VALUE = 0x0040a30a;
const CODE_VALUE = 0x00080100;
const CODING_SCHEME_DESIGNATOR = 0x00080102;

/**
 * The texts of a numeric concept (`scheme code`) in its own unit, wherever it stands in the content tree below `content` of a structured
 * report. Nothing else of the report is looked at: its other items hold names, dates and sentences. Codes and decimals
 * are ASCII, so a report of thousands of items needs no parser.
 */
export function* conceptValues(
  of: DataSet,
  { content, concept }: { content: number; concept: string },
): Generator<string> {
  const trees = [of];
  for (let tree = trees.pop(); tree !== undefined; tree = trees.pop()) {
    for (const item of itemsOf(tree, content)) {
      trees.push(item);
      const measured = firstItem(item, MEASURED_VALUE_SEQUENCE);
      const name = measured && firstItem(item, CONCEPT_NAME_CODE_SEQUENCE);
      if (measured && name && conceptOf(name) === concept && isUnitOf(concept, unitOf(measured))) {
        yield textAt(measured, NUMERIC_VALUE);
      }
    }
  }
}

function firstItem(of: DataSet, sequence: number): DataSet | undefined {
  return itemsOf(of, sequence).next().value ?? undefined;
}

function conceptOf(name: DataSet): string {
  return `${textAt(name, CODING_SCHEME_DESIGNATOR)} ${textAt(name, CODE_VALUE)}`;
}

function unitOf(measured: DataSet): string {
  const unit = firstItem(measured, MEASUREMENT_UNITS_CODE_SEQUENCE);
  return unit === undefined ? '' : textAt(unit, CODE_VALUE);
}

function textAt(of: DataSet, tag: number): string {
  const raw = rawValue(of, tag);
  return raw.length > LIMITS.keptElementBytesMax ? '' : withoutPadding(latin1(raw));
}
