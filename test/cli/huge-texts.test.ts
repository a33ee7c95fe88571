import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LIMITS, systemFetch } from '../../src/base/index.ts';
import { loadDraft } from '../../src/cli/ask/load-draft.ts';
import { loadNodeConfig } from '../../src/cli/files/configuration.ts';
import { readTextFile } from '../../src/cli/files/read-text.ts';
import { readPolicyText } from '../../src/cli/policy/policy-file.ts';
import { readAuthorization } from '../../src/dicom/source/authorization.ts';
import { channelsOf } from '../../src/node/alerts/channels.ts';
import { readKeyFile } from '../../src/node/index.ts';
import { readOptOuts } from '../../src/node/verbs/archive/opt-outs.ts';
import { codeOf } from '../support/error-code.ts';

const scratch = mkdtempSync(join(tmpdir(), 'sfumato-huge-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A file of so many bytes, of which the disk holds none. */
function sparse(bytes: number): string {
  const file = join(scratch, `${bytes}.yaml`);
  const descriptor = openSync(file, 'w', 0o600);
  ftruncateSync(descriptor, bytes);
  closeSync(descriptor);
  return file;
}

const HUGE = sparse(3 * 1024 ** 3);

/** A pipe of its owner's alone into which something writes without end. */
function endlessPipe(): { readonly file: string; readonly writer: ChildProcess } {
  const file = join(scratch, 'pipe');
  execFileSync('mkfifo', ['-m', '600', file]);
  return { file, writer: spawn('sh', ['-c', 'exec cat /dev/zero > "$1"', 'sh', file], { stdio: 'ignore' }) };
}

describe('a file that was named by mistake is not read into memory', () => {
  it.each([
    ['question', loadDraft],
    ['configuration', loadNodeConfig],
    ['policy', readPolicyText],
  ])('as a %s', (what, load) => {
    const sentence = `The ${what} ${HUGE} is larger than 2 MiB, as no such file is; check the path.`;
    expect(() => load(HUGE)).toThrow(sentence);
  });

  it('also where it doesn’t say how large it is', () => {
    expect(() => readTextFile('/dev/zero', 'question')).toThrow(/\/dev\/zero is larger than 2 MiB/);
  });

  it('also as a header that comes through a pipe which never ends', async () => {
    const { file, writer } = endlessPipe();
    await expect(readAuthorization(file)).rejects.toMatchObject({ code: 'key-invalid' });
    writer.kill();
  });

  it('but up to the bound it is', () => {
    const fits = sparse(LIMITS.textFileBytesMax);
    expect(readTextFile(fits, 'question')).toHaveLength(LIMITS.textFileBytesMax);
    writeFileSync(fits, 'é'.repeat(100_000));
    expect(readTextFile(fits, 'question')).toBe('é'.repeat(100_000));
    expect(readTextFile('/dev/null', 'question')).toBe('');
  });

  it('as a key, a password, a header or an opt-out list', async () => {
    expect(codeOf(() => readKeyFile(HUGE, 'analyst'))).toBe('key-invalid');
    await expect(readAuthorization(HUGE)).rejects.toMatchObject({ code: 'key-invalid' });
    const smtp = { host: 'mail.example', port: 25, user: 'a', passwordFile: HUGE, from: 'a@b.c', to: ['a@b.c'] };
    const config = { budgetLowPercent: 1, refusalsInARow: 1, witnessMinutes: 1, smtp: { secure: true, ...smtp } };
    const channels = { config, folder: scratch, fetch: systemFetch, nowMs: () => 0 };
    expect(() => channelsOf(channels)).toThrow(/is larger than a password/);
    const reading = { pseudonymKey: new Uint8Array(32), verbatim: false };
    expect(() => readOptOuts(HUGE, reading)).toThrow(/^The opt-out list is larger than 64 MiB; check the path\.$/);
  });
});
