import { statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { isSfumatoError } from '../../base/index.ts';
import { hasJournal, ownerPath, readSiteKeys } from '../../node/index.ts';
import { loadNodeConfig } from '../load.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';
import { verifyFolder } from './audit-verify.ts';

const FREE_BYTES_MIN = 1024 ** 3;

/** One thing that was looked at. */
interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly sentence: string;
}

/** `sfumato doctor`: what would keep a site from serving, or serving safely. */
export function registerDoctor(program: Command, shell: Shell): void {
  const command = program
    .command('doctor')
    .description('check a site’s configuration, policy, keys, permissions, disk and journal; changes nothing')
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--json', 'print one JSON document')
    .action((options: { config: string; json?: boolean }) => shell.run(options, async () => doctor(options.config)));
  helpTail(command, ['npx --no sfumato doctor --config site/node.yaml']);
}

async function doctor(configFile: string): Promise<Outcome> {
  const { folder, policy } = loadNodeConfig(configFile);
  const owner = await ownerPath(folder);
  const checks: Check[] = [
    { name: 'policy', state: 'ok', sentence: `${policy.name} is valid.` },
    keysCheck(folder),
    permissionsCheck(folder),
    diskCheck(folder),
    journalCheck(configFile, folder),
    {
      name: 'owner',
      state: 'ok',
      sentence: owner === undefined ? 'No process uses the folder.' : 'A process uses the folder.',
    },
    {
      name: 'witness',
      state: 'warning',
      sentence: 'No witness is configured: a restored or cloned journal would not be noticed.',
    },
    {
      name: 'encryption',
      state: 'warning',
      sentence: 'Whether the volume is encrypted is not checked: snapshots are not encrypted by the node.',
    },
  ];
  const failed = checks.some(({ state }) => state === 'failed');
  const text = checks.map(({ name, state, sentence }) => `${state.padEnd(7)}  ${name}: ${sentence}`).join('\n');
  return { document: { checks }, text, exitCode: failed ? 1 : 0 };
}

function keysCheck(folder: string): Check {
  try {
    readSiteKeys(folder);
    return { name: 'keys', state: 'ok', sentence: 'All keys are there and valid.' };
  } catch (error) {
    return {
      name: 'keys',
      state: 'failed',
      sentence: isSfumatoError(error) ? error.message : 'The keys could not be read.',
    };
  }
}

function permissionsCheck(folder: string): Check {
  const mode = statSync(join(folder, 'keys'), { throwIfNoEntry: false })?.mode ?? 0o700;
  return (mode & 0o077) === 0
    ? { name: 'permissions', state: 'ok', sentence: 'Only the owner can reach the keys.' }
    : { name: 'permissions', state: 'failed', sentence: `Others can reach ${join(folder, 'keys')}; \`chmod 700\` it.` };
}

function diskCheck(folder: string): Check {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const sentence = `${(free / FREE_BYTES_MIN).toFixed(1)} GiB are free.`;
  return free >= FREE_BYTES_MIN
    ? { name: 'disk', state: 'ok', sentence }
    : { name: 'disk', state: 'warning', sentence: `${sentence} A full disk stops all answers.` };
}

function journalCheck(configFile: string, folder: string): Check {
  if (!hasJournal(folder)) {
    return {
      name: 'journal',
      state: 'ok',
      sentence: 'There is none yet; the first command that opens the site begins it.',
    };
  }
  try {
    const { verified, records, problem } = verifyFolder(configFile);
    return verified
      ? { name: 'journal', state: 'ok', sentence: `${records} records verified.` }
      : { name: 'journal', state: 'failed', sentence: problem ?? 'It does not verify.' };
  } catch (error) {
    return {
      name: 'journal',
      state: 'warning',
      sentence: isSfumatoError(error) ? error.message : 'There is none yet.',
    };
  }
}
