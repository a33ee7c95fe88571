import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeFolder, putInPlace, readIfThere, removeDurably, writeDurably } from '../../src/base/files.ts';
import { openNonceBook, writePeers } from '../../src/link/index.ts';

let folder: string;
let did: string[] = [];
let spies: { mockRestore(): void }[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sfumato-files-'));
  did = [];
  const { openSync, fsyncSync, renameSync, rmSync: remove } = fs;
  const opened = new Map<number, string>();
  spies = [
    vi.spyOn(fs, 'openSync').mockImplementation((...call) => {
      const descriptor = openSync(...call);
      opened.set(descriptor, String(call[0]));
      return descriptor;
    }),
    vi.spyOn(fs, 'fsyncSync').mockImplementation((descriptor) => {
      fsyncSync(descriptor);
      did.push(`sync ${opened.get(descriptor)}`);
    }),
    vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      renameSync(from, to);
      did.push(`rename ${String(from)}`);
    }),
    vi.spyOn(fs, 'rmSync').mockImplementation((...call) => {
      remove(...call);
      did.push(`remove ${String(call[0])}`);
    }),
  ];
  // What was imported by name sees it, too.
  syncBuiltinESMExports();
});
afterEach(() => {
  for (const spy of spies) {
    spy.mockRestore();
  }
  syncBuiltinESMExports();
  rmSync(folder, { recursive: true, force: true });
});

/** What was done since, by the names in the folder; a partial file that isn't there is removed first. */
const steps = (): readonly string[] => {
  const named = did.map((step) => step.replace(folder, 'FOLDER').replace('FOLDER/', ''));
  return named.filter((step) => !/^remove .*\.partial$/.test(step));
};
const lasting = (name: string): readonly string[] => [`sync ${name}.partial`, `rename ${name}.partial`, 'sync FOLDER'];

describe('a file that is to outlast a power cut', () => {
  it('is synced before it takes its name, and its folder after', () => {
    const file = join(folder, 'a.txt');
    writeFileSync(file, 'old', { mode: 0o644 });
    writeDurably(file, 'new');
    expect(steps()).toEqual(lasting('a.txt'));
    expect(readIfThere(file)).toBe('new');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['a.txt']);
  });

  it('is written also where a process died at it before', () => {
    writeFileSync(join(folder, 'a.txt.partial'), 'longer than what comes');
    writeDurably(join(folder, 'a.txt'), new Uint8Array([110, 101, 119]));
    expect(readIfThere(join(folder, 'a.txt'))).toBe('new');
  });

  it('is put in place with the mode that it shall have', () => {
    const partial = join(folder, 'a.txt.partial');
    writeFileSync(partial, 'new');
    putInPlace(partial, join(folder, 'a.txt'), 0o400);
    expect(steps()).toEqual(lasting('a.txt'));
    expect(statSync(join(folder, 'a.txt')).mode & 0o777).toBe(0o400);
  });

  it('is gone for good where it is deleted, also where it was not there', () => {
    writeFileSync(join(folder, 'a.txt'), 'old');
    removeDurably(join(folder, 'a.txt'));
    removeDurably(join(folder, 'a.txt'));
    expect(steps()).toEqual(['remove a.txt', 'sync FOLDER', 'remove a.txt', 'sync FOLDER']);
    expect(readIfThere(join(folder, 'a.txt'))).toBeUndefined();
  });

  it('is said to be unwritable, or unreadable, in one sentence', () => {
    writeFileSync(join(folder, 'file'), '');
    const below = join(folder, 'file', 'a.txt');
    for (const work of [() => writeDurably(below, ''), () => removeDurably(below), () => makeFolder(below)]) {
      expect(work).toThrow(expect.objectContaining({ code: 'file-unwritable' }));
    }
    expect(() => readIfThere(folder)).toThrow(expect.objectContaining({ code: 'file-unreadable' }));
  });
});

/** Has the next write fail as the system says it. */
function failNextWrite(code: string): void {
  const failing = vi.spyOn(fs, 'writeFileSync').mockImplementationOnce(() => {
    throw Object.assign(new Error(code), { code });
  });
  spies.push(failing);
  syncBuiltinESMExports();
}

describe('where no space is left', () => {
  it.each(['ENOSPC', 'EDQUOT'])('a file says so, and the book of nonces that is made anew by it: %s', async (code) => {
    failNextWrite(code);
    expect(() => writeDurably(join(folder, 'a.txt'), '')).toThrow(expect.objectContaining({ code: 'disk-full' }));
    failNextWrite(code);
    const full = {
      code: 'disk-full',
      message: expect.stringMatching(/^There is no space left to write .*nonces\.log;/),
    };
    await expect(openNonceBook(folder, () => 1_000)).rejects.toMatchObject(full);
  });
});

describe('what a party keeps beside its journal outlasts a power cut:', () => {
  it('whom it enrolled', () => {
    writePeers(folder, []);
    expect(steps()).toEqual(lasting('peers.txt'));
  });

  it('which messages it has had', async () => {
    await (await openNonceBook(folder, () => 1_000)).close();
    expect(steps()).toEqual(lasting('nonces.log'));
    expect(readFileSync(join(folder, 'nonces.log'), 'utf8')).toBe('0 floor\n');
  });
});
