import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { within } from '../support/within.ts';

const folder = mkdtempSync(join(tmpdir(), 'sfumato-lost-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const config = join(folder, 'coordinator.yaml');
writeFileSync(
  config,
  'kind: coordinator\nlisten: { host: 127.0.0.1, port: 0 }\nminSites: 1\nsites:\n  - { id: harbour }\n',
);

it('a coordinator that was started before and whose journal is gone begins no other by itself', async () => {
  await within(['keygen', '--coordinator', config]);
  const nonces = join(folder, 'nonces.log');
  const lost = `The journal ${join(folder, 'journal')} is missing, though nonces.log is there; restore it from a backup`;
  writeFileSync(nonces, '');
  const started = await within(['coordinator', 'start', '--config', config]);
  expect(started).toMatchObject({ code: 1, stderr: expect.stringContaining(lost) });
  expect(existsSync(join(folder, 'journal'))).toBe(false);
  expect((await within(['doctor', '--config', config])).stdout).toContain(`failed   journal: ${lost}`);
  rmSync(nonces);
  expect((await within(['doctor', '--config', config])).stdout).toContain('ok       journal: There is none yet');
});
