import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fillNewFile } from '../../src/cli/files/write-text.ts';
import { MAIN } from '../support/command.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';
import { within } from '../support/within.ts';

const FULL = '/dev/full';

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-full-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const sound = join(scratch, 'sound.csv');
writeFileSync(sound, 'label,effect,variance\nA,0.3,0.04\n');

describe('a command on a full disk', () => {
  it('says in one sentence that its output is lost, and has failed', ({ skip }) => {
    skip(!existsSync(FULL), `${FULL} is not there`);
    const stdio = ['ignore', openSync(FULL, 'w'), 'pipe'] as const;
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'meta', sound], {
      stdio: [...stdio],
      encoding: 'utf8',
    });
    expect(stderr).toBe('sfumato: The output could not be written (ENOSPC); make room or send it elsewhere.\n');
    expect(status).toBe(1);
  });

  it('goes on where only its notes are lost', ({ skip }) => {
    skip(!existsSync(FULL), `${FULL} is not there`);
    const words = ['meta', sound, '--confidence', '95', '--json'];
    const stdio = ['ignore', 'pipe', openSync(FULL, 'w')] as const;
    const { status, stdout } = spawnSync(process.execPath, [MAIN, ...words], { stdio: [...stdio], encoding: 'utf8' });
    expect([status, JSON.parse(stdout).error.code]).toEqual([2, 'wrong-use']);
  });

  it('says that a file finds no space, of a picture and of records that leave', async ({ skip }) => {
    skip(!existsSync(FULL), `${FULL} is not there`);
    const site = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
    const commands = [
      ['meta', sound, '--svg', FULL],
      ['audit', 'export', '--format', 'csv', '--out', FULL, '--config', site.config],
    ];
    for (const words of commands) {
      const { code, stderr } = await within(words);
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining(`There is no space left to write ${FULL}; free some and start again.`),
      ]);
    }
    rmSync(site.folder, { recursive: true, force: true });
  });

  it('leaves no part of a new file behind, which the same command would refuse to write over', () => {
    const file = join(scratch, 'new');
    const fill = (write: (text: string) => void) => {
      write('a part of it');
      throw new Error('no space');
    };
    expect(() => fillNewFile(file, fill)).toThrow('no space');
    expect(existsSync(file)).toBe(false);
    fillNewFile(file, (write) => ['one ', 'two'].forEach(write));
    expect(readFileSync(file, 'utf8')).toBe('one two');
    expect(() => fillNewFile(file, fill)).toThrow('is there already');
    expect(readFileSync(file, 'utf8')).toBe('one two');
  });
});
