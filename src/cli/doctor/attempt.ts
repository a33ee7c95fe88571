import { isSfumatoError } from '../../base/index.ts';

/** What a reading gives, or the sentence of its error. */
export function attempt<T>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    if (!isSfumatoError(error)) {
      throw error;
    }
    return error.message;
  }
}
