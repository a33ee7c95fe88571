import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { formatNoteKey, noteKeyOf } from '../../src/base/index.ts';
import { runProgram } from '../support/run-program.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

const { folder, config } = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mira = join(folder, 'mira.key');
const newRecovery = () =>
  runProgram([
    'action',
    'new',
    'recovery',
    '--reason',
    'Restored from the backup.',
    '--config',
    config,
    '--key',
    mira,
    '--out',
    join(folder, 'recovery.json'),
  ]);

it('a recovery that nobody needs isn’t written, and one of a site that does not run waits for its node', async () => {
  await runProgram(['keygen', '--analyst', mira, '--no-passphrase']);
  expect(await newRecovery()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('This site needs no recovery now: No witness is configured'),
  });
  const key = formatNoteKey(noteKeyOf('coordinator', 'witness', new Uint8Array(32).fill(1)));
  appendFileSync(config, `\nwitnesses: [{ url: "http://127.0.0.1:9", key: "${key}" }]\n`);
  expect(await newRecovery()).toMatchObject({ code: 2, stderr: expect.stringContaining('start it, and see what') });
});
