import { existsSync } from 'node:fs';
import { parseNoteKey } from '../../base/index.ts';
import { type CoordinatorConfig, coordinatorFolds, notEnrolled } from '../../coordinator/index.ts';
import { fingerprintOf, type LinkIdentity, type Peer, peerId, readPeers } from '../../link/index.ts';
import { readLinkKeys, readWitnessKey } from '../../node/index.ts';
import { policiesIn } from '../coordinator-pages/policies.ts';
import { loadCoordinatorConfig } from '../files/configuration.ts';
import { postOf } from '../link/outbound.ts';
import { requireOrigin } from '../server/pages-origin.ts';
import { portsCheck } from '../server/ports.ts';
import type { Shell } from '../shell.ts';
import { attempt } from './attempt.ts';
import type { Check } from './check.ts';
import { folderChecks } from './folder.ts';
import { linkKeysCheck } from './link-keys.ts';
import { lostCoordinatorJournal } from './lost-coordinator-journal.ts';
import { changesCheck, ownLineCheck } from './peers-file.ts';
import { stands } from './reach.ts';

/** What would keep a coordinator from serving, or serving safely. */
export async function coordinatorChecks(configFile: string, shell: Shell): Promise<readonly Check[]> {
  const { config, folder } = loadCoordinatorConfig(configFile);
  const { name } = config;
  const self = attempt((): LinkIdentity => ({ role: 'coordinator', name, ...readLinkKeys(folder) }));
  const peers = attempt(() => readPeers(folder));
  return [
    linkKeysCheck(folder, self, 'coordinator'),
    ...witnessChecks(config, folder),
    ...ownFolder(folder, shell),
    portsCheck(config),
    ...namedChecks(config, configFile),
    ...(typeof peers === 'string'
      ? [{ name: 'enrolment', state: 'failed' as const, sentence: peers }]
      : [
          enrolmentCheck(config, peers),
          ...ownLineCheck(self, peers),
          ...changesCheck(folder, peers),
          ...(await dialledChecks(config, { configFile, peers, self, shell })),
        ]),
  ];
}

function ownFolder(folder: string, { clock }: Shell): readonly Check[] {
  return existsSync(folder)
    ? folderChecks(folder, {
        foldsOf: coordinatorFolds,
        nowMs: clock.wallMs(),
        lostJournal: lostCoordinatorJournal,
        begins: 'the first start',
      })
    : [{ name: 'folder', state: 'warning', sentence: `${folder} does not exist yet; the first start makes it.` }];
}

function witnessChecks({ witness }: CoordinatorConfig, folder: string): readonly Check[] {
  if (witness === undefined) {
    return [];
  }
  const key = attempt(() => readWitnessKey(folder));
  const few = witness.logs.filter(({ recoverers }) => new Set(recoverers).size < 2);
  const names = few.map((log) => parseNoteKey(log.key)?.name ?? log.key).join(', ');
  const lacking = `No recovery could be taken from ${names}: at least two people of a site must stand under \`recoverers\` of its log.`;
  return [
    typeof key === 'string'
      ? { name: 'witness', state: 'failed', sentence: key }
      : { name: 'witness', state: 'ok', sentence: `The key is there; logs watched: ${witness.logs.length}.` },
    ...(few.length === 0 ? [] : [{ name: 'recoverers', state: 'warning' as const, sentence: lacking }]),
  ];
}

/** What the configuration names, and a start would refuse. */
function namedChecks(config: CoordinatorConfig, configFile: string): readonly Check[] {
  const { pages, outbound = {} } = config;
  const named = {
    outbound: () => void postOf(outbound, configFile),
    pages: () => {
      policiesIn(config, configFile);
      if (pages !== undefined) {
        requireOrigin(pages, pages.origin, 'pages.origin');
      }
    },
  };
  return Object.entries(named).flatMap(([name, look]): readonly Check[] => {
    const sentence = attempt(look);
    return typeof sentence === 'string' ? [{ name, state: 'failed', sentence }] : [];
  });
}

/** Whether as many sites can be asked as must answer. */
function enrolmentCheck(config: CoordinatorConfig, peers: readonly Peer[]): Check {
  const name = 'enrolment';
  const strangers = notEnrolled(config, peers);
  const isFew = config.sites.length - strangers.length < config.minSites;
  if (strangers.length > 0) {
    const few = isFew
      ? ` Fewer are left than must answer (minSites: ${config.minSites}), so every question is refused.`
      : '';
    const sentence = `Not enrolled here, and so not asked: ${strangers.join(', ')}.${few} \`sfumato link trust\` enrols a site.`;
    return { name, state: isFew ? 'failed' : 'warning', sentence };
  }
  const unsigned = config.sites.filter((site) => site.unsigned).map(({ id }) => id);
  if (isFew) {
    const sentence = `The configuration names ${config.sites.length} sites and wants answers of ${config.minSites} (minSites), so every question is refused.`;
    return { name, state: 'failed', sentence };
  }
  return unsigned.length > 0
    ? { name, state: 'warning', sentence: `Asked unsigned and unsealed, for trials only: ${unsigned.join(', ')}.` }
    : { name, state: 'ok', sentence: `Enrolled: ${listed(peers)}.` };
}

function listed(peers: readonly Peer[]): string {
  return peers.map((peer) => `${peerId(peer)} (${fingerprintOf(peer)})`).join(', ');
}

interface Dialling {
  readonly configFile: string;
  readonly peers: readonly Peer[];
  readonly self: LinkIdentity | string;
  readonly shell: Shell;
}

/** Sites that call in can't be tried from here: only those that are dialled have an address. */
async function dialledChecks(
  { sites, outbound = {} }: CoordinatorConfig,
  { configFile, peers, self, shell }: Dialling,
): Promise<readonly Check[]> {
  const dialled = sites.flatMap(({ id, url }) => {
    const peer = peers.find(({ role, name }) => role === 'site' && name === id);
    return url === undefined || peer === undefined ? [] : [{ peer, url }];
  });
  if (typeof self === 'string' || dialled.length === 0) {
    return [];
  }
  const post = attempt(() => postOf(outbound, configFile));
  if (typeof post === 'string') {
    // Said of what the configuration names.
    return [];
  }
  const stand = dialled.map(async (one) => ({ name: peerId(one.peer), ...(await stands(one, { self, post, shell })) }));
  return Promise.all(stand);
}
