import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SfumatoError } from '../../base/index.ts';

/**
 * The compiled file that a child runs, with all that it needs in one. Node 20 can't fork TypeScript, so from the sources too it is the one under `dist/`.
 * @throws SfumatoError `internal` when nothing was compiled.
 */
export function childEntry(): string {
  const fromSources = import.meta.url.endsWith('.ts');
  const entry = fileURLToPath(
    new URL(fromSources ? '../../../dist/dicom/child/reader/main.js' : './reader/main.js', import.meta.url),
  );
  if (!existsSync(entry)) {
    throw new SfumatoError('internal', 'The compiled program is missing; run `npm run build` in the checkout.');
  }
  return entry;
}
