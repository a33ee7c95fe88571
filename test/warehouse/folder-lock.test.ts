import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../src/warehouse/index.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sfumato-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the lock of a folder', () => {
  it('is made with nothing beside it, and taken again', async () => {
    for (let start = 0; start < 2; start += 1) {
      (await lockFolder(folder)).release();
      expect(readdirSync(folder)).toEqual(['owner.lock']);
    }
  });

  it.each([0, 4_096])('that was cut to %i bytes says what to do', async (bytes) => {
    writeFileSync(join(folder, 'owner.lock'), new Uint8Array(bytes));
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('is damaged; it holds nothing. See that no process uses the folder, delete'),
    });
  });
});
