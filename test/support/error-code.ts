import { isSfumatoError } from '../../src/base/index.ts';

/** The code of the error that `work` ends with. */
export function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return isSfumatoError(error) ? error.code : String(error);
  }
  return 'no error';
}
