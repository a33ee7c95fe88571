import { appendFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { publicLogKey } from '../../src/node/index.ts';
import { runProgram } from '../support/run-program.ts';
import { analyst } from '../support/signing.ts';
import { siteFolder } from '../support/site-folder.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Keys that `keygen` says it made, by a first run and a second. */
async function madeTwice(words: readonly string[]): Promise<readonly string[][]> {
  const runs = [await runProgram([...words, '--json']), await runProgram([...words, '--json'])];
  return runs.map(({ stdout }) => JSON.parse(stdout).made);
}

it('the key of a witness is named among those that are to be backed up', async () => {
  const { folder, config } = siteFolder({ site: 'hillside', publicKey: analyst().publicKey });
  folders.push(folder);
  const [mira, noor] = [analyst().publicKey, analyst().publicKey];
  const logs = `logs: [{ key: "${publicLogKey(folder, 'harbour')}", recoverers: [ "${mira}", "${noor}" ] }]`;
  appendFileSync(config, `\nwatches: { name: hillside, ${logs} }\n`);
  expect(await madeTwice(['keygen', '--config', config])).toEqual([['link', 'opening', 'witness'], []]);

  const coordinator = mkdtempSync(join(tmpdir(), 'sfumato-kept-keys-'));
  folders.push(coordinator);
  const file = join(coordinator, 'coordinator.yaml');
  const sites = 'sites: [{ id: harbour }, { id: hillside }]';
  writeFileSync(
    file,
    `kind: coordinator\nname: north\nminSites: 2\nlisten: { host: 127.0.0.1, port: 7100 }\n${sites}\nwitness: { name: north, ${logs} }\n`,
  );
  expect(await madeTwice(['keygen', '--coordinator', file])).toEqual([['link', 'opening', 'witness'], []]);
});

it('a site whose keys were not copied gets none at its start', async () => {
  const { folder, config } = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
  folders.push(folder);
  rmSync(join(folder, 'keys'), { recursive: true });
  const { code, stderr } = await runProgram(['node', 'start', '--config', config]);
  expect([code, stderr]).toEqual([1, expect.stringContaining('There is no seal key at')]);
  expect(existsSync(join(folder, 'keys'))).toBe(false);
});

it('says who must enrol a party anew whose lost link key is made again', async () => {
  const { folder, config } = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
  folders.push(folder);
  await runProgram(['keygen', '--config', config]);
  const { text } = JSON.parse((await runProgram(['link', 'show', '--config', config, '--json'])).stdout);
  writeFileSync(join(folder, 'peers.txt'), `${text.replace(':site:harbour:', ':coordinator:north:')}\n`);
  rmSync(join(folder, 'keys', 'link.key'));
  const { stdout, stderr } = await runProgram(['keygen', '--config', config, '--json']);
  expect(JSON.parse(stdout).made).toEqual(['link']);
  expect(stderr).toContain('every peer must enrol this site anew');
});
