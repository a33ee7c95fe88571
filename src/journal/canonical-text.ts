import { canonicalJson, type Json } from '../base/index.ts';
import { isPlainlyCanonical } from './plain-text.ts';

/** The value of `text` when it is RFC 8785 JSON, byte for byte; `undefined` otherwise. */
export function parseCanonical(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    // Nearly all that is written is plain, and to write it anew would take longer than to read it.
    return isPlainlyCanonical(text) || canonicalJson(value) === text ? value : undefined;
  } catch {
    // Text that isn't JSON, or that canonical JSON can't hold: nothing that this program writes.
    return undefined;
  }
}
