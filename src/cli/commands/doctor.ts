import { readdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { isSfumatoError, systemFetch } from '../../base/index.ts';
import { nodeDisk, verifyJournal } from '../../journal/index.ts';
import { hasJournal, nodeFolds, ownerPath, readSiteKeys, testAlerts } from '../../node/index.ts';
import type { Check } from '../doctor/check.ts';
import { enrolmentChecks } from '../doctor/enrolment.ts';
import { type Encryption, encryptionOf } from '../doctor/volume.ts';
import { type LoadedNode, loadNodeConfig } from '../load.ts';
import { helpTail, type Outcome, type Shell } from '../shell.ts';

const FREE_BYTES_MIN = 1024 ** 3;

/** `sfumato doctor`: what would keep a site from serving, or serving safely. */
export function registerDoctor(program: Command, shell: Shell): void {
  const command = program
    .command('doctor')
    .description(
      'check a site’s configuration, policy, keys, permissions, disk, journal, enrolment and relay; changes nothing',
    )
    .requiredOption('--config <file>', 'the site’s node.yaml')
    .option('--alert', 'also send a test alert on every way that the configuration names')
    .option('--json', 'print one JSON document')
    .action((options: Options) => shell.run(options, async () => doctor(options, shell)));
  helpTail(command, [
    'npx --no sfumato doctor --config site/node.yaml',
    'npx --no sfumato doctor --config site/node.yaml --alert',
  ]);
}

interface Options {
  readonly config: string;
  readonly alert?: boolean;
  readonly json?: boolean;
}

async function doctor(options: Options, shell: Shell): Promise<Outcome> {
  const loaded = loadNodeConfig(options.config);
  const { folder, policy, config } = loaded;
  const owner = await ownerPath(folder);
  const checks: Check[] = [
    { name: 'policy', state: 'ok', sentence: `${policy.name} is valid.` },
    keysCheck(folder, config.site),
    permissionsCheck(folder),
    diskCheck(folder),
    ...journalChecks(folder, shell.clock.wallMs()),
    {
      name: 'owner',
      state: 'ok',
      sentence: owner === undefined ? 'No process uses the folder.' : 'A process uses the folder.',
    },
    witnessCheck(config.witnesses.length),
    encryptionCheck(folder),
    ...(await enrolmentChecks(loaded, shell)),
    ...(options.alert ? await alertChecks(loaded, shell) : []),
  ];
  const failed = checks.some(({ state }) => state === 'failed');
  const text = checks.map(({ name, state, sentence }) => `${state.padEnd(7)}  ${name}: ${sentence}`).join('\n');
  return { document: { checks }, text, exitCode: failed ? 1 : 0 };
}

/** Sends a test alert on every way, and says which took it. */
async function alertChecks({ folder, config }: LoadedNode, { clock, entropy }: Shell): Promise<readonly Check[]> {
  const { alerts, site } = config;
  if (alerts === undefined) {
    return [{ name: 'alerts', state: 'warning', sentence: 'The configuration names nobody to alert.' }];
  }
  const sent = await testAlerts({ config: alerts, site, folder, fetch: systemFetch, clock, entropy });
  return sent.map(({ channel, taken }) => ({
    name: `alerts by ${channel}`,
    state: taken ? 'ok' : 'failed',
    sentence: taken ? 'The test alert was taken.' : 'The test alert was not taken; look at the address and its log.',
  }));
}

function witnessCheck(count: number): Check {
  const none = 'No witness is configured: a restored or cloned journal would not be noticed.';
  return count === 0
    ? { name: 'witness', state: 'warning', sentence: none }
    : {
        name: 'witness',
        state: 'ok',
        sentence: `Witnesses: ${count}. \`sfumato status\` says how they stand to the running node.`,
      };
}

function keysCheck(folder: string, site: string): Check {
  try {
    readSiteKeys(folder, site);
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
  const open = [join(folder, 'keys'), join(folder, 'journal')].flatMap((path) => reachableByOthers(path));
  return open.length === 0
    ? { name: 'permissions', state: 'ok', sentence: 'Only the owner can reach keys and journal.' }
    : { name: 'permissions', state: 'failed', sentence: `Others can reach ${open.join(', ')}; \`chmod go-rwx\` it.` };
}

/** A folder, or else those of its files, that group or others have rights on. */
function reachableByOthers(folder: string): readonly string[] {
  const isOpen = (path: string): boolean => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0;
  if (isOpen(folder)) {
    return [folder];
  }
  const exists = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return (exists ? readdirSync(folder) : []).map((name) => join(folder, name)).filter(isOpen);
}

const ENCRYPTION: Readonly<Record<Encryption, Check>> = {
  encrypted: { name: 'encryption', state: 'ok', sentence: 'The volume of the folder is encrypted.' },
  'none-seen': {
    name: 'encryption',
    state: 'warning',
    sentence: 'The volume of the folder is not encrypted by this system; put it on one that is (LUKS).',
  },
  unknown: {
    name: 'encryption',
    state: 'warning',
    sentence: 'Unknown: whether the volume of the folder is encrypted can’t be seen from here; look yourself.',
  },
};

function encryptionCheck(folder: string): Check {
  return ENCRYPTION[encryptionOf(folder)];
}

function diskCheck(folder: string): Check {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const sentence = `${(free / FREE_BYTES_MIN).toFixed(1)} GiB are free.`;
  return free >= FREE_BYTES_MIN
    ? { name: 'disk', state: 'ok', sentence }
    : { name: 'disk', state: 'warning', sentence: `${sentence} A full disk stops all answers.` };
}

const CLOCK_BEHIND_MS_MAX = 5 * 60_000;

function journalChecks(folder: string, nowMs: number): readonly Check[] {
  if (!hasJournal(folder)) {
    const sentence = 'There is none yet; the first command that opens the site begins it.';
    return [{ name: 'journal', state: 'ok', sentence }];
  }
  try {
    const disk = nodeDisk(join(folder, 'journal'));
    const found = verifyJournal({ disk, folds: nodeFolds(disk) });
    return found.verified
      ? [
          { name: 'journal', state: 'ok', sentence: `${found.records} records verified.` },
          clockCheck(found.highWaterMs, nowMs),
        ]
      : [{ name: 'journal', state: 'failed', sentence: found.sentence }];
  } catch (error) {
    const sentence = isSfumatoError(error) ? error.message : 'It could not be read.';
    return [{ name: 'journal', state: 'failed', sentence }];
  }
}

function clockCheck(highWaterMs: number, nowMs: number): Check {
  const behindMs = highWaterMs - nowMs;
  return behindMs <= CLOCK_BEHIND_MS_MAX
    ? { name: 'clock', state: 'ok', sentence: 'The clock is not behind the latest record.' }
    : {
        name: 'clock',
        state: 'warning',
        sentence: `The clock is ${Math.round(behindMs / 60_000)} minutes behind the latest record; until it has caught up, the site goes by the record.`,
      };
}
