import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { hexToBytes, isSfumatoError, sha256, utf8ToBytes } from '../../src/base/index.ts';
import { openRegister, type RegisterDigest, registerFile } from '../../src/warehouse/index.ts';
import { pseudonym, SEAL_KEY, tape } from './support/archive.ts';

const folders: string[] = [];
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sfumato-register-'));
  folders.push(folder);
});
afterAll(() => {
  for (const one of folders) {
    rmSync(one, { recursive: true, force: true });
  }
});

const open = (expected?: RegisterDigest, key = SEAL_KEY) =>
  openRegister({ folder, key, entropy: tape('register'), expected });

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return isSfumatoError(error) ? error.code : String(error);
  }
  return 'no error';
};

const ann = pseudonym('ann');
const bob = pseudonym('bob');

describe('the intake register', () => {
  it('never gives a patient a second block, and never lets one who opted out come back', () => {
    const register = open();
    register.admit([ann], 2024);
    register.optOut([ann, bob]);
    const digest = register.save();
    const again = open(digest);
    again.admit([ann, bob], 2026);
    again.save();
    expect(open(digest).intakeOf(ann)).toEqual({ block: 2024, optedOut: true });
    expect(open(digest).intakeOf(bob)).toEqual({ block: 2026, optedOut: true });
  });

  it('never opens when the journal knows of one and the file is gone', () => {
    const register = open();
    register.admit([ann], 2024);
    const digest = register.save();
    rmSync(registerFile(folder));
    expect(codeOf(() => open(digest))).toBe('register-missing');
  });

  it('never opens an older copy: its patients could get new blocks', () => {
    const register = open();
    register.admit([ann], 2024);
    register.save();
    const older = readFileSync(registerFile(folder));
    register.admit([bob], 2025);
    const digest = register.save();
    expect(open(digest).intakeOf(bob).block).toBe(2025);
    writeFileSync(registerFile(folder), older);
    expect(codeOf(() => open(digest))).toBe('register-corrupt');
  });

  it('opens when it is ahead of the journal: a crash between the two loses nothing', () => {
    const register = open();
    register.admit([ann], 2024);
    const journalled = register.save();
    register.optOut([bob]);
    register.save();
    expect(open(journalled).intakeOf(bob).optedOut).toBe(true);
  });

  it('never opens under another key, nor with any byte changed', () => {
    const register = open();
    register.admit([ann, bob], 2024);
    const digest = register.save();
    expect(codeOf(() => open(digest, sha256(utf8ToBytes('another key'))))).toBe('register-corrupt');
    const bytes = readFileSync(registerFile(folder));
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ 1 : byte));
      writeFileSync(registerFile(folder), changed);
      expect(codeOf(() => open(digest))).toBe('register-corrupt');
    }
  });

  it('never shows a pseudonym in its bytes, and never tells by its digest whether anything changed', () => {
    const register = open();
    register.admit([ann], 2024);
    const first = register.save();
    const second = register.save();
    expect(first.registerDigest).not.toBe(second.registerDigest);
    const bytes = readFileSync(registerFile(folder));
    expect(bytes.includes(Buffer.from(hexToBytes(ann)))).toBe(false);
    expect(bytes.includes(ann)).toBe(false);
  });
});
