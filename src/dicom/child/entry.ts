import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compiledFile, SfumatoError } from '../../base/index.ts';

/**
 * The compiled file that a child runs, with all that it needs in one.
 * @throws SfumatoError `internal` when nothing was compiled.
 */
export function childEntry(): string {
  const entry = fileURLToPath(compiledFile(import.meta.url, 'dicom/child/reader/main.js'));
  if (!existsSync(entry)) {
    throw new SfumatoError('internal', 'The compiled program is missing; run `npm run build` in the checkout.');
  }
  return entry;
}
