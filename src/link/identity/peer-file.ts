import { join } from 'node:path';
import { readIfThere, writeDurably } from '../../base/files.ts';
import { SfumatoError } from '../../base/index.ts';
import { sharedKey } from './apart.ts';
import { formatPeer, type Peer, parsePeer, peerId } from './peer.ts';

const FILE = 'peers.txt';
const HEAD =
  '# Whom this party trusts, one a line. `sfumato link trust` adds a line once the fingerprint was compared.';

/**
 * The peers that were enrolled in a folder. @throws SfumatoError `config-invalid` for a line that is none, a name twice or a key
 * under two names, `file-unreadable`.
 */
export function readPeers(folder: string): readonly Peer[] {
  const file = join(folder, FILE);
  const lines = (readIfThere(file) ?? '').split('\n');
  const peers = lines.flatMap((line, at) => {
    if (line === '' || line.startsWith('#')) {
      return [];
    }
    const peer = parsePeer(line);
    if (peer === undefined) {
      throw new SfumatoError('config-invalid', `${file}:${at + 1} is no public text of a party; enrol it again.`);
    }
    return [peer];
  });
  if (new Set(peers.map(peerId)).size < peers.length) {
    throw new SfumatoError('config-invalid', `${file} names a party twice; leave one line of it.`);
  }
  const [one, twin] = sharedKey(peers) ?? [];
  if (one !== undefined && twin !== undefined) {
    const sentence = `${file} gives ${peerId(one)} and ${peerId(twin)} one key, so they are one party; leave one line of them.`;
    throw new SfumatoError('config-invalid', sentence);
  }
  return peers;
}

/** Writes the peers of a folder: the file outlasts a power cut, as the record of the enrolment does. @throws SfumatoError as `writeDurably`. */
export function writePeers(folder: string, peers: readonly Peer[]): void {
  writeDurably(join(folder, FILE), `${[HEAD, ...peers.map(formatPeer)].join('\n')}\n`);
}
