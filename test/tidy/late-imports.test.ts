import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { missedByLateImports } from '../../scripts/late-imports.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sfumato-late-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is missed in the bundle of one module that loads another late. */
async function missed(line: string, [name, loaded]: readonly [string, string]): Promise<readonly string[]> {
  writeFileSync(join(folder, name), loaded);
  writeFileSync(join(folder, 'main.mjs'), `export async function drawn() {\n  ${line}\n}\n`);
  const { metafile } = await build({
    entryPoints: [join(folder, 'main.mjs')],
    ...{ outdir: join(folder, 'out'), absWorkingDir: folder, write: false, metafile: true },
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'node' },
  });
  return missedByLateImports(metafile, (path) => readFileSync(join(folder, path), 'utf8'));
}

const OLDER = ['older.cjs', 'exports.draw = () => 1;'] as const;
const NEWER = ['newer.mjs', 'export const draw = () => 1;'] as const;

describe('a build', () => {
  it('finds a name taken of a module in the older format, which has only a default in a bundle', async () => {
    const found = await missed("const { draw: late } = await import('./older.cjs'); return late();", OLDER);
    expect(found).toEqual([expect.stringContaining('takes draw of ./older.cjs')]);
  });

  it.each([
    ["const { default: older } = await import('./older.cjs'); return older.draw();", OLDER],
    ["const { draw } = await import('./newer.mjs'); return draw();", NEWER],
  ])('lets pass what is there: %s', async (line, loaded) => {
    expect(await missed(line, loaded)).toEqual([]);
  });
});
