import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putWhereNothingIs, writeDurably } from '../../src/base/files.ts';

let folder: string;
const { linkSync } = fs;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sfumato-place-'));
});
afterEach(() => {
  linkAs(linkSync);
  rmSync(folder, { recursive: true, force: true });
});

function linkAs(link: typeof linkSync): void {
  fs.linkSync = link;
  syncBuiltinESMExports();
}

describe.each(['hard links', 'no hard links'])('a finished file, where the file system has %s', (has) => {
  it('is put where nothing is, over nothing, and leaves nothing beside it', () => {
    if (has === 'no hard links') {
      linkAs(() => {
        throw Object.assign(new Error('not here'), { code: 'EPERM' });
      });
    }
    const [file, partial] = [join(folder, 'a.key'), join(folder, 'a.key.partial')];
    for (const [text, isPut] of [
      ['first', true],
      ['second', false],
    ] as const) {
      writeFileSync(partial, text);
      expect(putWhereNothingIs(partial, file, 0o600)).toBe(isPut);
      expect([readdirSync(folder), readFileSync(file, 'utf8')]).toEqual([['a.key'], 'first']);
    }
  });
});

describe.each(['EPERM', 'ENOSYS'])('a file system without rights, which answers %s', (code) => {
  const { chmodSync } = fs;
  afterEach(() => {
    fs.chmodSync = chmodSync;
    syncBuiltinESMExports();
  });

  it('is named as what keeps a file from being written, and nothing is put in place', () => {
    fs.chmodSync = () => {
      throw Object.assign(new Error('not here'), { code });
    };
    syncBuiltinESMExports();
    const file = join(folder, 'owner.lock');
    expect(() => writeDurably(file, 'x')).toThrow(
      /owner\.lock could not be made .*its file system keeps rights \(FAT keeps none\)\.$/,
    );
    expect(readdirSync(folder)).not.toContain('owner.lock');
  });
});
