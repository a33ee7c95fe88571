import { expect, it } from 'vitest';
import { SfumatoError } from '../../src/base/index.ts';
import {
  type Answerer,
  createAnswerer,
  keyIdOf,
  type LinkIdentity,
  type Peer,
  probePeer,
} from '../../src/link/index.ts';
import { makerOf, party } from './parties.ts';

const north = party('coordinator', 'north');
const harbour = party('site', 'harbour');
const never = new AbortController().signal;

/** A party that takes messages of these peers and has no verb. */
function answererOf(self: LinkIdentity, peers: readonly Peer[]): Answerer {
  return createAnswerer({
    ...makerOf(self),
    peerOfKey: (keyId) => peers.find((peer) => keyIdOf(peer) === keyId),
    claim: async () => true,
    verbs: async () => undefined,
  });
}

const standing = (carry: (message: Uint8Array) => Promise<Uint8Array>) =>
  probePeer(makerOf(harbour), north.peer, carry);

it('finds out whether a peer knows this party, takes nothing of it, is somebody else or is not there', async () => {
  const knowing = answererOf(north, [harbour.peer]);
  expect(await standing((message) => knowing(message, never))).toBe('known');
  const strange = answererOf(north, []);
  expect(await standing((message) => strange(message, never))).toBe('refused');
  const page = new TextEncoder().encode('HTTP/1.1 200 OK\r\n\r\n<p>a portal</p>');
  expect(await standing(async () => page)).toBe('another');
  const nobody = new SfumatoError('unreachable-peer', 'Nobody answers.');
  expect(await standing(() => Promise.reject(nobody))).toBe('unreachable');
});

it('knows nobody who answers under another key', async () => {
  const impostor = answererOf({ ...north, signing: party('coordinator', 'north').signing }, [harbour.peer]);
  expect(await standing((message) => impostor(message, never))).not.toBe('known');
});

it('lets through what is no fault of the peer', async () => {
  const broken = new TypeError('a mistake of ours');
  await expect(standing(() => Promise.reject(broken))).rejects.toBe(broken);
});
