import { readFileSync } from 'node:fs';
import { z } from 'zod';

let version: string | undefined;

/** The version of this program, as its package states it; read once. */
export function packageVersion(): string {
  if (version === undefined) {
    const file = new URL('../../package.json', import.meta.url);
    ({ version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))));
  }
  return version;
}
