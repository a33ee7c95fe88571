import { SfumatoError } from '../../base/index.ts';

/** What is said of a table, an answer or words that no effects can be read from. */
export function wrongUse(sentence: string): SfumatoError {
  return new SfumatoError('wrong-use', sentence);
}
