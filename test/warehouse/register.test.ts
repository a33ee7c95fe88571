import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AssertionFailure, hexToBytes, sha256, utf8ToBytes } from '../../src/base/index.ts';
import { openRegister, type RegisterDigest, registerFile } from '../../src/warehouse/index.ts';
import { EVERY_SCOPE } from '../../src/warehouse/register/standing.ts';
import { codeOf } from '../support/error-code.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';
import { pseudonym, SEAL_KEY } from './support/archive.ts';
import { freshFolder } from './support/fresh-folder.ts';

const folder = freshFolder();
const open = (expected?: RegisterDigest, key = SEAL_KEY) =>
  openRegister({ folder: folder(), key, entropy: seededEntropy('register'), expected });

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
    expect(open(digest).intakeOf(ann)).toEqual({ block: 2024, optedOut: true, scope: EVERY_SCOPE });
    expect(open(digest).intakeOf(bob)).toEqual({ block: 2026, optedOut: true, scope: EVERY_SCOPE });
  });

  it('never opens when the journal knows of one and the file is gone', () => {
    const register = open();
    register.admit([ann], 2024);
    const digest = register.save();
    rmSync(registerFile(folder()));
    expect(codeOf(() => open(digest))).toBe('register-missing');
  });

  it('never opens an older copy: its patients could get new blocks', () => {
    const register = open();
    register.admit([ann], 2024);
    register.save();
    const older = readFileSync(registerFile(folder()));
    register.admit([bob], 2025);
    const digest = register.save();
    expect(open(digest).intakeOf(bob).block).toBe(2025);
    writeFileSync(registerFile(folder()), older);
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
    const bytes = readFileSync(registerFile(folder()));
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ 1 : byte));
      writeFileSync(registerFile(folder()), changed);
      expect(codeOf(() => open(digest))).toBe('register-corrupt');
    }
  });

  it('admits one patient as it admits many, and never one who opted out', () => {
    const register = open();
    register.optOut([bob]);
    expect(register.admitOne(ann, 2024)).toEqual({ block: 2024, optedOut: false, scope: EVERY_SCOPE });
    expect(register.admitOne(ann, 2026)).toEqual({ block: 2024, optedOut: false, scope: EVERY_SCOPE });
    expect(register.admitOne(bob, 2024)).toEqual({ block: undefined, optedOut: true, scope: EVERY_SCOPE });
    expect(open(register.save()).intakeOf(bob)).toEqual({ block: undefined, optedOut: true, scope: EVERY_SCOPE });
  });

  it('keeps thousands of patients, whatever happened to each', () => {
    const register = open();
    const names = Array.from({ length: 5_000 }, (_, at) => pseudonym(`patient ${at}`));
    register.admit(names, 2024);
    register.optOut(names.filter((_, at) => at % 3 === 0));
    const again = open(register.save());
    expect(names.map((name) => again.intakeOf(name))).toEqual(
      names.map((_, at) => ({ block: 2024, optedOut: at % 3 === 0, scope: EVERY_SCOPE })),
    );
  });

  it('narrows what a patient allows, and never widens it; who has nothing left has opted out', () => {
    const register = open();
    register.admit([ann, bob], 2024);
    register.narrow([ann], 0b011);
    register.narrow([ann], 0b110);
    register.narrow([bob], 0b001);
    register.narrow([bob], 0b100);
    const again = open(register.save());
    expect(again.intakeOf(ann)).toEqual({ block: 2024, optedOut: false, scope: 0b010 });
    expect(again.intakeOf(bob)).toMatchObject({ block: 2024, optedOut: true });
    again.narrow([ann], 0b111);
    expect(again.intakeOf(ann).scope).toBe(0b010);
  });

  it('gives a purpose that is named later to who never narrowed anything, and to nobody else', () => {
    const register = open();
    register.admit([ann, bob], 2024);
    register.narrow([bob], 0b11111);
    const later = 2 ** 10;
    expect(register.intakeOf(ann).scope & later).not.toBe(0);
    expect(register.intakeOf(bob).scope & later).toBe(0);
  });

  it('takes no mask that allows nothing or names what can’t be', () => {
    for (const mask of [0, -1, 0.5, 2 ** 15, Number.NaN]) {
      expect(() => open().narrow([ann], mask)).toThrow(AssertionFailure);
    }
  });

  it('takes nothing for a patient but a pseudonym', () => {
    for (const name of ['', 'DOE^JANE', ann.toUpperCase(), `${ann}0`, ann.replace(/./, 'é')]) {
      expect(() => open().admit([name], 2024)).toThrow(AssertionFailure);
    }
  });

  it('never shows a pseudonym in its bytes, and never tells by its digest whether anything changed', () => {
    const register = open();
    register.admit([ann], 2024);
    const first = register.save();
    const second = register.save();
    expect(first.registerDigest).not.toBe(second.registerDigest);
    const bytes = readFileSync(registerFile(folder()));
    expect(bytes.includes(Buffer.from(hexToBytes(ann)))).toBe(false);
    expect(bytes.includes(ann)).toBe(false);
  });
});
