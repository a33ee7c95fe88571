import { latin1, type ScannedHeader } from '../scan/index.ts';
import { parsePart10 } from './dcmjs.ts';
import { prune } from './prune.ts';
import type { HeaderValue, HeaderValues } from './values.ts';

/** The values of a header, or why there are none. */
export type Parsed = HeaderValues | 'element-too-long' | 'parser-failed';

/** Hands dcmjs the `wanted` elements of a scanned header and nothing else. Never throws. */
export function headerValues(header: ScannedHeader, wanted: ReadonlySet<number>): Parsed {
  const pruned = prune(header, wanted);
  if (pruned === undefined) {
    return 'element-too-long';
  }
  try {
    return new Map([...parsePart10(pruned), ...metaValues(header, wanted)]);
  } catch {
    // What dcmjs threw may hold bytes of the file.
    return 'parser-failed';
  }
}

// File meta information is ASCII by definition (PS3.10 §7.1) and was walked already: dcmjs has nothing to add.
function metaValues({ file, meta }: ScannedHeader, wanted: ReadonlySet<number>): [number, HeaderValue][] {
  return [...meta.values()]
    .filter(({ tag, length }) => wanted.has(tag) && length > 0 && length <= file.length)
    .map(({ tag, valueStart, length }) => [
      tag,
      { kind: 'text', text: latin1(file.subarray(valueStart, valueStart + length)) },
    ]);
}
