import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { concatBytes, randomId, systemClock, toBase64Url } from '../../src/base/index.ts';
import { relaySentence, tellRefused } from '../../src/cli/link/told-links.ts';
import {
  callIn,
  createAnswerer,
  createCaller,
  createCallers,
  createHub,
  createPost,
  directWay,
  type Hub,
  keyIdOf,
  type LinkIdentity,
  type Peer,
  type RelayState,
  relayCalls,
  relayVerbs,
} from '../../src/link/index.ts';
import { entropy, makerOf, party } from './parties.ts';

// A relay that answers and refuses isn't lost, and the people on its side learn which key it was that they don't know.

const north = party('coordinator', 'north');
const harbour = party('site', 'harbour');
const open: { server: Server; stop: AbortController; ended: Promise<void> }[] = [];

afterEach(async () => {
  for (const { server, stop, ended } of open.splice(0)) {
    stop.abort();
    server.closeAllConnections();
    server.close();
    await ended;
  }
});

const notes: string[] = [];
const terminal = { note: (line: string) => void notes.push(line) } as Parameters<typeof tellRefused>[0]['terminal'];

/** What a site says of a relay that is this party and knows these sites. */
async function statesOf(
  relay: LinkIdentity,
  knows: readonly Peer[],
): Promise<{ states: RelayState[]; server: Server; hub: Hub }> {
  notes.length = 0;
  const stop = new AbortController();
  const hub = createHub({ sites: ['harbour'], clock: systemClock, entropy });
  const answerer = createAnswerer({
    ...makerOf(relay),
    peerOfKey: (keyId) => knows.find((peer) => keyIdOf(peer) === keyId),
    claim: async () => true,
    verbs: relayVerbs(hub, createCallers(systemClock)),
    onRefused: tellRefused({ terminal }),
  });
  const server = createServer(async (request, response) => {
    const parts: Uint8Array[] = [];
    for await (const part of request) {
      parts.push(part);
    }
    response.end(await answerer(concatBytes(...parts), stop.signal));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const caller = () => createCaller(makerOf(harbour), north.peer, directWay(createPost({}), url));
  const states: RelayState[] = [];
  const ended = callIn({
    relay: relayCalls(caller(), caller(), randomId(entropy)),
    answer: async (message) => message,
    ...{ clock: systemClock, entropy, signal: stop.signal, onState: (state) => states.push(state) },
  });
  open.push({ server, stop, ended });
  return { states, server, hub };
}

describe('a relay that answers', () => {
  it('and doesn’t know the site refuses it, and tells its people which key the site claims', async () => {
    const { states } = await statesOf(north, []);
    await expect.poll(() => states).toEqual(['refused']);
    const key = toBase64Url(harbour.peer.signing);
    expect(notes).toEqual([expect.stringMatching(new RegExp(`unknown-key, .*key ${key}, .*; 1 of this kind`))]);
    expect(relaySentence('refused', { url: 'http://x', party: 'coordinator/north' })).toMatch(
      /^The relay at http:\/\/x refuses/,
    );
  });

  it('and is another coordinator under other keys refuses it too', async () => {
    const { states } = await statesOf(party('coordinator', 'north'), [harbour.peer]);
    await expect.poll(() => states).toEqual(['refused']);
    expect(notes).toEqual([expect.stringMatching(/\(unreadable\); 1 of this kind/)]);
  });

  it('is lost only after it was connected', async () => {
    const { states, server, hub } = await statesOf(north, [harbour.peer]);
    await hub.deliver('harbour', new Uint8Array(1), new AbortController().signal);
    await expect.poll(() => states).toEqual(['connected']);
    server.closeAllConnections();
    server.close();
    await expect.poll(() => states).toEqual(['connected', 'lost']);
  });
});

describe('a relay that is called no more', () => {
  it('is not called lost', async () => {
    const { states, hub } = await statesOf(north, [harbour.peer]);
    await hub.deliver('harbour', new Uint8Array(1), new AbortController().signal);
    await expect.poll(() => states).toEqual(['connected']);
    const [calling] = open;
    calling?.stop.abort();
    await calling?.ended;
    expect(states).toEqual(['connected']);
  });
});

describe('what is told of refused messages', () => {
  it('stays bounded, however many keys somebody makes up', () => {
    notes.length = 0;
    const tell = tellRefused({ terminal });
    for (let n = 0; n < 1_000; n += 1) {
      tell('unknown-key', toBase64Url(new Uint8Array(32).fill(n % 250)));
    }
    expect(notes.length).toBeLessThanOrEqual(20);
    expect(notes.every((line) => line.length < 250)).toBe(true);
  });
});
