import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { sfumato, startServer } from '../support/command.ts';
import { openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, siteFolder } from '../support/site-folder.ts';

const made = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
afterAll(() => rmSync(made.folder, { recursive: true, force: true }));

/** A clock that is off by so many days. */
const off = (days: number) => ({ ...systemClock, wallMs: () => systemClock.wallMs() + days * 86_400_000 });
const site = { ...made, policyFile: POLICY_FILE };
const clockOf = async () => {
  const { stdout } = await sfumato(['doctor', '--config', made.config, '--json']);
  const checks: { name: string; state: string; sentence: string }[] = JSON.parse(stdout).checks;
  return checks.find(({ name }) => name === 'clock');
};

describe('a site that stood still for longer than a month, or whose clock is wrong', () => {
  it('is opened by no command until somebody says that the clock is right, and the doctor says so', async () => {
    await (await openSite(site, off(-40))).close();
    for (const words of [['budget'], ['node', 'start']]) {
      const run = await sfumato([...words, '--config', made.config]);
      expect(run.code).toBe(1);
      expect(run.stderr).toMatch(
        /^sfumato: The clock says .*, 40 days before\. .*`sfumato node start --clock-is-right`/,
      );
    }
    expect(await clockOf()).toMatchObject({
      state: 'warning',
      sentence: expect.stringMatching(/40 days ahead of the latest record; .*--clock-is-right/),
    });
    const server = await startServer(['node', 'start', '--config', made.config, '--clock-is-right']);
    await server.kill('SIGTERM');
    expect(await clockOf()).toMatchObject({ state: 'ok' });
    expect((await sfumato(['budget', '--config', made.config])).code).toBe(0);
  });

  it('is not opened in the next century, and goes on once the clock is right', async () => {
    await expect(openSite(site, off(27_000))).rejects.toMatchObject({ code: 'clock-ahead' });
    await (await openSite(site, systemClock)).close();
  });
});
