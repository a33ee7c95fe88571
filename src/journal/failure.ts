import { isOutOfSpace, isSfumatoError, SfumatoError, systemCode } from '../base/index.ts';

/** What an error of the disk means: `disk-full`, or `journal-stopped` for anything else. */
export function diskFailure(folder: string, cause: unknown): SfumatoError {
  if (isSfumatoError(cause)) {
    return cause;
  }
  if (isOutOfSpace(cause)) {
    return new SfumatoError(
      'disk-full',
      `There is no space left in ${folder}; make some and start the process again.`,
      { cause },
    );
  }
  const why = systemCode(cause) ?? 'unknown error';
  return new SfumatoError(
    'journal-stopped',
    `${folder} could not be written (${why}); check the disk before starting the process again.`,
    {
      cause,
    },
  );
}
