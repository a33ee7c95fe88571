import { LIMITS, systemFetch } from '../../base/index.ts';
import { lostJournal, ownerPath, type RecordedSite, recordedSite, testAlerts } from '../../node/index.ts';
import { type LoadedNode, loadNodeConfig } from '../files/configuration.ts';
import { freePortsCheck, portsCheck } from '../server/ports.ts';
import type { Shell } from '../shell.ts';
import { clientSecretOf } from '../site-pages/access.ts';
import { attempt } from './attempt.ts';
import type { Check } from './check.ts';
import { enrolmentChecks } from './enrolment.ts';
import { folderChecks } from './folder.ts';
import { configuredChecks, keysCheck, recordChecks } from './on-record.ts';
import { policyCheck } from './policy.ts';
import { witnessCheck } from './witness.ts';

/** What would keep a site from serving, or serving safely. */
export async function siteChecks(configFile: string, shell: Shell): Promise<readonly Check[]> {
  const loaded = loadNodeConfig(configFile);
  const { folder, policy, config } = loaded;
  const owner = await ownerPath(folder);
  const { checks: inFolder, recorded, isNew } = readFolder(folder, shell);
  return [
    policyCheck(policy, recorded),
    keysCheck({ loaded, recorded }),
    ...signInChecks(loaded),
    ...inFolder,
    ...(isNew ? configuredChecks(loaded) : await recordChecks({ loaded, recorded }, shell)),
    {
      name: 'owner',
      state: 'ok',
      sentence: owner === undefined ? 'No process uses the folder.' : 'A process uses the folder.',
    },
    owner === undefined ? await freePortsCheck(config) : portsCheck(config),
    await witnessCheck(config, { recorded, owner }, shell),
    ...(await enrolmentChecks(loaded, shell)),
  ];
}

interface FolderRead {
  readonly checks: readonly Check[];
  /** What the journal says of the site, where all of it is sound. */
  readonly recorded: RecordedSite | undefined;
  /** Whether there is no journal yet, and nothing that one belongs to. */
  readonly isNew: boolean;
}

function readFolder(folder: string, { clock }: Shell): FolderRead {
  const read: RecordedSite[] = [];
  const checks = folderChecks(folder, {
    foldsOf(disk) {
      const site = recordedSite(disk);
      read.push(site);
      return site.folds;
    },
    nowMs: clock.wallMs(),
    aheadMsMax: LIMITS.clockAheadMsMax,
    lostJournal,
    begins: 'the first command that opens the site',
  });
  const isSound = checks.every(({ name, state }) => name !== 'journal' || state === 'ok');
  return { checks, recorded: isSound ? read[0] : undefined, isNew: isSound && read.length === 0 };
}

/** Sends a test alert on every way, and says which took it. */
export async function alertChecks(configFile: string, { clock, entropy }: Shell): Promise<readonly Check[]> {
  const { folder, config } = loadNodeConfig(configFile);
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

/** What a start reads so that people can sign in: only a provider has something of its own. */
function signInChecks(loaded: LoadedNode): readonly Check[] {
  const secret = attempt(() => ({ is: clientSecretOf(loaded) }));
  if (typeof secret === 'string') {
    return [{ name: 'sign-in', state: 'failed', sentence: secret }];
  }
  const sentence = 'The secret for the identity provider is there.';
  return secret.is === undefined ? [] : [{ name: 'sign-in', state: 'ok', sentence }];
}
