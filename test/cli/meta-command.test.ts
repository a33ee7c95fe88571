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
        ...{ code: 2, stderr: expect.stringContaining('is the file that is read; name another') },
      });
      expect(readFileSync(file, 'utf8')).toBe(TABLE);
    },
  );

  it('takes the place of an older picture', async () => {
    const svg = join(scratch, 'plot.svg');
    writeFileSync(svg, 'older');
    const { code, stderr } = await within(['meta', file, '--svg', svg]);
    expect([code, readFileSync(svg, 'utf8').slice(0, 4)]).toEqual([0, '<svg']);
    expect(stderr).toBe('More than one line is of A; each counts as a site of its own.');
  });
});
