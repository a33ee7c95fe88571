import { linkSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { within } from '../support/within.ts';

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-meta-command-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('the picture of a forest plot', () => {
  const TABLE = 'label,effect,variance\nA,0.3,0.04\nA,0.1,0.04\n';
  const file = join(scratch, 'effects.csv');
  const [soft, hard] = [join(scratch, 'soft.svg'), join(scratch, 'hard.svg')];
  writeFileSync(file, TABLE);
  symlinkSync(file, soft);
  linkSync(file, hard);

  it.each([file, join(scratch, '.', 'effects.csv'), soft, hard])(
    'never takes the place of its table: %s',
    async (svg) => {
      expect(await within(['meta', file, '--svg', svg])).toMatchObject({
        ...{ code: 1, stderr: expect.stringContaining('is there already, and is not overwritten') },
      });
      expect(readFileSync(file, 'utf8')).toBe(TABLE);
    },
  );

  it('is drawn once, and never over an older one', async () => {
    const svg = join(scratch, 'plot.svg');
    const { code, stderr } = await within(['meta', file, '--svg', svg]);
    const picture = readFileSync(svg, 'utf8');
    expect([code, picture.slice(0, 4)]).toEqual([0, '<svg']);
    expect((await within(['meta', file, '--svg', svg, '--method', 'FE'])).code).toBe(1);
    expect(readFileSync(svg, 'utf8')).toBe(picture);
    expect(stderr).toBe('More than one line is of A; each counts as a site of its own.');
  });
});
