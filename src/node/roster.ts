import { SfumatoError, toBase64Url } from '../base/index.ts';
import { type LinkIdentity, type Peer, peerId, peerOf, twinOf } from '../link/index.ts';

/**
 * The sites that this one takes part in totals with, by name, each with its key, and this site among them. Sites are enrolled as all
 * parties are, once their fingerprints were compared. @throws SfumatoError `config-invalid` where one has a key of this site under another name.
 */
export function rosterOf(peers: readonly Peer[], link: LinkIdentity): ReadonlyMap<string, string> {
  const twin = twinOf(link, peers);
  if (twin !== undefined) {
    const sentence = `peers.txt gives ${peerId(twin)} a key of this site, so it is no other party; take its line out.`;
    throw new SfumatoError('config-invalid', sentence);
  }
  const sites = [...peers.filter(({ role }) => role === 'site'), peerOf(link)];
  return new Map(sites.map(({ name, signing }) => [name, toBase64Url(signing)]));
}
