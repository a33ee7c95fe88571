import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemEntropy } from '../../src/base/index.ts';
import { makeSiteKeys, readKeyFile } from '../../src/node/index.ts';
import { lockFolder, openStaging, type Staging } from '../../src/warehouse/index.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';
import { needsMount } from './needs.ts';

// A site's first files on a file system that has a few blocks only, and then space.

const folder = mkdtempSync(join(tmpdir(), 'sfumato-first-'));
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', folder]).status === 0;
const entropy = systemEntropy();
const resize = (kibibytes: number) => execFileSync('mount', ['-o', `remount,size=${kibibytes}k`, folder]);

afterAll(() => {
  if (mounted) {
    execFileSync('umount', ['--lazy', folder]);
  }
  rmSync(folder, { recursive: true });
});

describe('a disk that fills at a site’s first files (skipped where no small file system can be mounted)', () => {
  it.for([4, 8, 12])(
    'at %i KiB leaves no part of a key, which `keygen` makes once there is space',
    (size, { skip }) => {
      needsMount(skip, mounted);
      resize(size);
      const site = mkdtempSync(join(folder, 'keys-'));
      expect(() => makeSiteKeys(site, entropy)).toThrow(/^There is no space left to write .*\.key; free some/);
      const whole = readdirSync(join(site, 'keys'));
      expect(whole).toHaveLength(size / 4);
      resize(1_024);
      const made = makeSiteKeys(site, entropy);
      expect(made).toHaveLength(4 - whole.length);
      expect(readKeyFile(join(site, 'keys', 'pseudonym.key'), 'pseudonym')).toHaveLength(32);
      rmSync(site, { recursive: true });
    },
  );

  it.for([4, 8])(
    'at %i KiB leaves no part of the folder’s lock, which is taken once there is space',
    async (size, { skip }) => {
      needsMount(skip, mounted);
      resize(size);
      const site = mkdtempSync(join(folder, 'lock-'));
      await expect(lockFolder(site)).rejects.toMatchObject({ code: 'disk-full' });
      expect(existsSync(join(site, 'owner.lock'))).toBe(false);
      resize(1_024);
      (await lockFolder(site)).release();
      expect(readdirSync(site)).toEqual(['owner.lock']);
      rmSync(site, { recursive: true });
    },
  );

  it('with too little for a staging says so at every size, and the staging is made once there is space', async ({
    skip,
  }) => {
    needsMount(skip, mounted);
    const refused: number[] = [];
    for (let size = 4; size <= 64; size += 4) {
      resize(size);
      const site = mkdtempSync(join(folder, 'staging-'));
      const opened = await openStaging({ folder: site, policy: smallPolicy() }).catch((error: unknown) => error);
      if (opened instanceof Error) {
        expect(opened, `at ${size} KiB`).toMatchObject({ code: 'disk-full' });
        refused.push(size);
      } else {
        await (opened as Staging).close();
      }
      resize(1_024);
      await (await openStaging({ folder: site, policy: smallPolicy() })).close();
      rmSync(site, { recursive: true });
    }
    expect(refused.length).toBeGreaterThan(3);
  });
});
