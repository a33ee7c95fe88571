import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MAIN } from '../support/command.ts';

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
});
