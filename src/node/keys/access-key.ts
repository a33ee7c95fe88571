import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Entropy } from '../../base/index.ts';
import { readKeyFile, writeKeyFile } from './key-file.ts';
import { isThere } from './there.ts';

/**
 * The key that seals what is kept of people who sign in; made where it isn't there. A lost one costs new invitations, and nothing
 * else. @throws SfumatoError as `readKeyFile`.
 */
export function accessKey(folder: string, entropy: Entropy): Uint8Array {
  const file = join(folder, 'keys', 'access.key');
  if (!isThere(file)) {
    mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 });
    writeKeyFile(file, 'access', entropy);
  }
  return readKeyFile(file, 'access');
}
