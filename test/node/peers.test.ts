import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SHELL } from '../../src/governance/index.ts';
import { nodeDisk, readJournal, verifyJournal } from '../../src/journal/index.ts';
import {
  fingerprintOf,
  formatPeer,
  type Peer,
  type PeerRecord,
  peerId,
  peerOf,
  readPeers,
  writePeers,
} from '../../src/link/index.ts';
import { type LocalVerb, nodeFolds, type OpenNode } from '../../src/node/index.ts';
import { party } from '../link/parties.ts';
import { codeOf } from '../support/error-code.ts';
import { hurriedClock, openSite } from '../support/open-site.ts';
import { analyst } from '../support/signing.ts';
import { POLICY_FILE, siteFolder } from '../support/site-folder.ts';

const [north, south, hillside, lakeside] = [
  party('coordinator', 'north'),
  party('coordinator', 'south'),
  party('site', 'hillside'),
  party('site', 'lakeside'),
];
const other = party('coordinator', 'north');

let made: { folder: string; config: string };
let node: OpenNode;

beforeEach(async () => {
  made = siteFolder({ site: 'harbour', publicKey: analyst().publicKey });
  writePeers(made.folder, [north.peer]);
  node = await open();
});
afterEach(async () => {
  await node.close();
  rmSync(made.folder, { recursive: true, force: true });
});

/** Parties that a start told of, because they are trusted again under a key that was let go. */
let again: string[] = [];
const open = () => {
  again = [];
  const onTrustedAgain = ({ change, party }: PeerRecord) => void again.push(`${change} ${party}`);
  return openSite({ ...made, policyFile: POLICY_FILE }, hurriedClock(), { onTrustedAgain });
};

function run(verb: LocalVerb, input: unknown): Promise<unknown> {
  return node.run({ verb, input, actor: SHELL, signal: new AbortController().signal, onProgress: () => undefined });
}

async function restart(): Promise<void> {
  await node.close();
  node = await open();
}

const trust = ({ peer }: { peer: Peer }, replace = false) => run('peer-trust', { text: formatPeer(peer), replace });
const fact = (change: string, { peer }: { peer: Peer }, actor = 'shell') => ({
  actor,
  body: { change, party: peerId(peer), fingerprint: fingerprintOf(peer) },
});

/** What the journal says of peers, as it stands on the disk. */
function onRecord() {
  const disk = nodeDisk(join(made.folder, 'journal'));
  expect(verifyJournal({ disk, folds: nodeFolds(disk) })).toMatchObject({ verified: true });
  return [...readJournal(disk)].filter(({ kind }) => kind === 'peer').map(({ actor, body }) => ({ actor, body }));
}

describe('whom a site trusts', () => {
  it('is recorded in the name of who changed it, and no other change with it, also when two do so at once', async () => {
    // By hand, by somebody who is not the one who runs the commands below.
    writePeers(made.folder, [north.peer, hillside.peer]);
    await Promise.all([trust(south), trust(lakeside)]);
    expect(onRecord().slice(1)).toEqual([fact('enrolled', south), fact('enrolled', lakeside)]);
    await restart();
    expect(onRecord().at(-1)).toEqual(fact('enrolled', hillside, 'configuration'));
  });

  it('is on record before anybody is listened to, once, also where the file of peers was written by hand', async () => {
    expect(onRecord()).toEqual([fact('enrolled', north, 'configuration')]);
    await restart();
    expect(onRecord()).toHaveLength(1);
    writePeers(made.folder, [other.peer, hillside.peer]);
    await restart();
    writePeers(made.folder, [hillside.peer]);
    await restart();
    expect(onRecord().slice(1)).toEqual([
      fact('replaced', other, 'configuration'),
      fact('enrolled', hillside, 'configuration'),
      fact('forgotten', other, 'configuration'),
    ]);
  });

  it('is told of where an older file of peers brings back who was forgotten or replaced, and of nobody else', async () => {
    const older = [north.peer, hillside.peer];
    writePeers(made.folder, older);
    await restart();
    expect(again).toEqual([]);
    await run('peer-forget', { party: 'site/hillside' });
    await trust(other, true);
    await trust(lakeside);
    await restart();
    expect(again).toEqual([]);
    writePeers(made.folder, older);
    await restart();
    expect(again).toEqual(['replaced coordinator/north', 'enrolled site/hillside']);
    await restart();
    expect(again).toEqual([]);
    // Whoever is forgotten and then trusted by a command is on record already.
    await run('peer-forget', { party: 'site/hillside' });
    await trust(hillside);
    await restart();
    expect(again).toEqual([]);
  });

  it('is changed by a command on record, who did it and which fingerprint, and the decision log shows it', async () => {
    await trust(south);
    await expect(trust(other)).rejects.toMatchObject({ code: 'peer-untrusted' });
    await trust(other, true);
    await trust(other);
    await run('peer-forget', { party: 'coordinator/south' });
    await expect(run('peer-forget', { party: 'coordinator/south' })).rejects.toMatchObject({ code: 'wrong-use' });
    await expect(run('peer-trust', { text: 'sfumato-link:v1:x', replace: false })).rejects.toMatchObject({
      code: 'wrong-use',
    });
    const records = [fact('enrolled', south), fact('replaced', other), fact('forgotten', south)];
    expect(onRecord().slice(1)).toEqual(records);
    expect(readPeers(made.folder).map(formatPeer)).toEqual([formatPeer(other.peer)]);
    const { entries } = (await run('log', { kind: 'peer' })) as { entries: { facts: object; who: string[] }[] };
    expect(entries.map(({ who }) => who)).toEqual([['configuration'], ['shell'], ['shell'], ['shell']]);
    expect(entries.map(({ facts }) => facts)).toContainEqual({
      ...{ change: 'replaced', party: 'coordinator/north', fingerprint: fingerprintOf(other.peer) },
    });
    await restart();
    expect(onRecord()).toHaveLength(4);
  });

  it('is never one party under two names, by either of its keys, nor the site itself under another', async () => {
    await trust(hillside);
    const { link } = node.ctx;
    const own = peerOf(link);
    for (const [keys, twin] of [
      [{ ...lakeside.peer, signing: hillside.peer.signing }, 'site/hillside'],
      [{ ...lakeside.peer, opening: hillside.peer.opening }, 'site/hillside'],
      [{ ...lakeside.peer, signing: north.peer.signing }, 'coordinator/north'],
      [{ ...lakeside.peer, signing: own.signing }, 'this site'],
      [{ ...lakeside.peer, opening: own.opening }, 'this site'],
    ] as const) {
      for (const replace of [false, true]) {
        await expect(trust({ peer: keys }, replace)).rejects.toMatchObject({
          code: 'peer-untrusted',
          message: expect.stringContaining(`site/lakeside has a key of ${twin}`),
        });
      }
    }
    expect(readPeers(made.folder)).toHaveLength(2);
    expect(onRecord().at(-1)).toEqual(fact('enrolled', hillside));
    // By hand, past the command: nobody is listened to.
    const twins = [hillside.peer, { ...hillside.peer, name: 'lakeside' }];
    writePeers(made.folder, twins);
    expect(codeOf(() => readPeers(made.folder))).toBe('config-invalid');
    writePeers(made.folder, [{ ...own, name: 'lakeside' }]);
    await node.close();
    await expect(open()).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('lakeside'),
    });
    writePeers(made.folder, [north.peer, hillside.peer]);
    node = await open();
    expect([...node.ctx.roster.keys()].sort()).toEqual(['harbour', 'hillside']);
  });

  it('is nobody’s to change on a page', async () => {
    const input = { text: formatPeer(south.peer), replace: false };
    const actor = { person: 'olga', roles: ['operator'] as const, via: 'page' as const, freshMs: 0 };
    const call = { input, actor, signal: new AbortController().signal, onProgress: () => undefined };
    await expect(node.run({ verb: 'peer-trust', ...call })).rejects.toMatchObject({ code: 'not-allowed' });
    expect(readPeers(made.folder)).toHaveLength(1);
  });
});
