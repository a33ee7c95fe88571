import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatNoteKey, noteKeyOf } from '../../src/base/index.ts';
import { trustedKeys } from '../../src/cli/options/trusted-keys.ts';
import { runProgram } from '../support/run-program.ts';

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-named-files-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const named = (name: string, text: string): string => {
  const file = join(scratch, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
};

describe('a file of log keys', () => {
  const key = formatNoteKey(noteKeyOf('sfumato/harbour', 'log', new Uint8Array(32).fill(7)));

  it('may begin with a byte order mark and have line ends of Windows', () => {
    expect(trustedKeys('--key', [named('bom.keys', `\ufeff${key}\r\n`)]).map(formatNoteKey)).toEqual([key]);
  });

  it.each(['', '\n\r\n', '\ufeff'])('without a key in it is refused before anything is asked: %j', (text) => {
    expect(() => trustedKeys('--log-key', [named('none.keys', text)])).toThrow(
      /^The file of keys .* holds none; write/,
    );
  });
});

describe('a file with a passphrase', () => {
  const file = named('passphrase', '\ufeffcorrect horse battery\r\n');
  const show = async (mode: number) => {
    chmodSync(file, mode);
    const key = join(scratch, `${mode}.key`);
    return await runProgram(['keygen', '--analyst', key, '--passphrase-file', file]);
  };

  it.each([0o644, 0o640, 0o604])('that others can read is said to be one: %o', async (mode) => {
    const { code, stderr } = await show(mode);
    expect([code, stderr.trimEnd()]).toEqual([
      0,
      `sfumato: ${file} can be read by others, and opens the key; give it to its owner alone (chmod 600).`,
    ]);
  });

  it('that is its owner’s alone isn’t, and opens the key without the mark before it', async () => {
    expect(await show(0o600)).toMatchObject({ code: 0, stderr: '' });
    const plain = named('plain', 'correct horse battery\n');
    const key = join(scratch, `${0o600}.key`);
    const changed = ['key', 'revoke', key, '--statement', join(scratch, 'r'), '--passphrase-file', plain];
    expect(await runProgram(changed)).toMatchObject({ code: 0 });
  });
});
