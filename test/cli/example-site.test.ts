import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { runProgram } from '../support/run-program.ts';
import { analyst } from '../support/signing.ts';

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
  const config = join(away, 'node.yaml');
  expect(await runProgram(['doctor', '--config', config])).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^failed {3}configuration: projects: .*: the key of .* stands for nobody/m),
  });
  writeFileSync(config, readFileSync(config, 'utf8').replace(/A{43}/, analyst().publicKey));
  expect(await runProgram(['doctor', '--config', config])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('policy: imaging-metadata@1.3.0 is valid.'),
  });
});

it('says which kind of configuration a command takes', async () => {
  const example = (name: string) => join(REPOSITORY, 'node-config', `${name}.example.yaml`);
  const [node, coordinator] = [example('node'), example('coordinator')];
  expect(await runProgram(['node', 'start', '--config', coordinator])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is a coordinator’s configuration; this command takes a site’s, node.yaml.'),
  });
  expect(await runProgram(['coordinator', 'start', '--config', node])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is a site’s configuration; this command takes a coordinator’s.'),
  });
});
