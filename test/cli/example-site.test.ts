import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { runProgram } from '../support/run-program.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'sfumato-example-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('makes a site of the example as the guide says, of which a copy of the folder is whole', async () => {
  for (const name of ['node-config', 'policies']) {
    symlinkSync(join(REPOSITORY, name), join(root, name));
  }
  const guide = readFileSync(join(REPOSITORY, 'docs/running-a-site.md'), 'utf8');
  for (const line of guide.match(/^ {4}(mkdir|cp) .*$/gm) ?? []) {
    execFileSync('/bin/sh', ['-c', line], { cwd: root });
  }
  expect((await runProgram(['keygen', '--config', join(root, 'site/node.yaml')])).code).toBe(0);
  const away = join(root, 'some', 'where', 'else');
  cpSync(join(root, 'site'), away, { recursive: true });
  expect(await runProgram(['doctor', '--config', join(away, 'node.yaml')])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('policy: imaging-metadata@1.2.0 is valid.'),
  });
});
