import { LIMITS } from '../../base/index.ts';
import { type DataSet, itemsOf, latin1, type ScannedHeader, withoutPadding } from '../scan/index.ts';
import { dataSetValues } from './data-set-values.ts';
import { largestOf, type ReportItem } from './dose-report.ts';
import { rawValue, SPECIFIC_CHARACTER_SET } from './prune.ts';
import type { DataSetValues, HeaderValues } from './values.ts';
import { type Wanted, wayTo } from './wanted.ts';

/**
 * The values of a scanned header at the places that are `wanted`, or `undefined` when dcmjs can't read its own elements.
 * Nested items are read when they are asked for. Never throws.
 */
export function headerValues(header: ScannedHeader, wanted: Wanted): HeaderValues | undefined {
  const charset = rawValue(header, SPECIFIC_CHARACTER_SET);
  const read = (of: DataSet, tags: ReadonlySet<number>) => dataSetValues(of, tags, charset);
  const top = read(header, wanted.top);
  if (top === undefined) {
    return undefined;
  }
  const meta = metaValues(header, wanted.top);
  const nested = new Map<string, DataSetValues | undefined>();
  const inside = (within: readonly number[]): DataSetValues | undefined => {
    const way = wayTo(within);
    if (!nested.has(way)) {
      const item = itemAt(header, within);
      nested.set(way, item && read(item, wanted.nested.get(way) ?? new Set()));
    }
    return nested.get(way);
  };
  return {
    at({ tag, within, concept }) {
      if (concept !== undefined) {
        return largestOf(reportItem(header), { content: tag, concept });
      }
      return within.length > 0 ? inside(within)?.get(tag) : (top.get(tag) ?? meta.get(tag));
    },
  };
}

/** The first item of the last of nested sequences. */
function itemAt(header: DataSet, within: readonly number[]): DataSet | undefined {
  let item: DataSet | undefined = header;
  for (const sequence of within) {
    item = item && (itemsOf(item, sequence).next().value ?? undefined);
  }
  return item;
}

// File meta information is ASCII by definition (PS3.10 §7.1) and was walked already: dcmjs has nothing to add.
function metaValues({ file, meta }: ScannedHeader, wanted: ReadonlySet<number>): DataSetValues {
  const found = meta.where((tag, length) => wanted.has(tag) && length > 0 && length <= LIMITS.parsedElementBytesMax);
  return new Map(
    found.map(({ tag, valueStart, length }) => [
      tag,
      { kind: 'text', text: latin1(file.subarray(valueStart, valueStart + length)) },
    ]),
  );
}

/** Codes and decimals are ASCII, so a report of thousands of items needs no parser. */
function reportItem(of: DataSet): ReportItem {
  return {
    *items(sequence) {
      for (const item of itemsOf(of, sequence)) {
        yield reportItem(item);
      }
    },
    text(tag) {
      const raw = rawValue(of, tag);
      return raw.length > LIMITS.keptElementBytesMax ? undefined : withoutPadding(latin1(raw));
    },
  };
}
