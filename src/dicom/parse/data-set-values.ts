import type { DataSet } from '../scan/index.ts';
import { charsetFor } from './charset.ts';
import { parsePart10 } from './dcmjs.ts';
import { elementsIn, holdsLongElement, prune, rawValue, representationOf, SPECIFIC_CHARACTER_SET } from './prune.ts';
import type { DataSetValues } from './values.ts';

/**
 * Hands dcmjs the `wanted` elements of a data set and nothing else; `charset` is the raw (0008,0005) that applies unless
 * the data set has its own. `undefined` when an element is longer than the bound, or dcmjs threw: what it threw may hold
 * bytes of the file.
 */
export function dataSetValues(
  of: DataSet,
  wanted: ReadonlySet<number>,
  charset: Uint8Array,
): DataSetValues | undefined {
  if (holdsLongElement(of, wanted)) {
    return undefined;
  }
  const own = rawValue(of, SPECIFIC_CHARACTER_SET);
  const { term, decode } = charsetFor(own.length > 0 ? own : charset);
  try {
    const values = parsePart10(prune(of, wanted, term));
    for (const element of elementsIn(of, wanted)) {
      const text = decode(rawValue(of, element.tag), representationOf(element, of.encoding) ?? '');
      if (text !== undefined) {
        values.set(element.tag, { kind: 'text', text });
      }
    }
    return values;
  } catch {
    return undefined;
  }
}
