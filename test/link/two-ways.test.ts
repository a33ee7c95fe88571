import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, randomId, systemClock, utf8ToBytes } from '../../src/base/index.ts';
import {
  callIn,
  createAnswerer,
  createCaller,
  createCallers,
  createHub,
  createPost,
  directWay,
  keyIdOf,
  relayCalls,
  relayVerbs,
} from '../../src/link/index.ts';
import { entropy, makerOf, party } from './parties.ts';

const north = party('coordinator', 'north');
const harbour = party('site', 'harbour');
const hub = createHub({ sites: ['harbour'], clock: systemClock, entropy });
const stop = new AbortController();
const waiting = new AbortController().signal;

/** What each request said, and on which connection it came. */
const heard: { readonly verb: string; readonly port: number | undefined }[] = [];
const verbs = relayVerbs(hub, createCallers(systemClock));
const server = createServer(async (request, response) => {
  const parts: Uint8Array[] = [];
  for await (const part of request) {
    parts.push(part);
  }
  const answerer = createAnswerer({
    ...makerOf(north),
    peerOfKey: (keyId) => (keyId === keyIdOf(harbour.peer) ? harbour.peer : undefined),
    claim: async () => true,
    verbs(from, saying, signal) {
      heard.push({ verb: saying.verb, port: request.socket.remotePort });
      return verbs(from, saying, signal);
    },
  });
  response.end(await answerer(concatBytes(...parts), stop.signal));
});
let messages = 0;
let ended: Promise<void>;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const caller = () => createCaller(makerOf(harbour), north.peer, directWay(createPost({}), url));
  ended = callIn({
    relay: relayCalls(caller(), caller(), randomId(entropy)),
    answer: async (message) => {
      messages += 1;
      // The next fetch is there before the answer, as where answers take a while.
      const fetches = () => heard.filter(({ verb }) => verb === 'relay.fetch').length;
      await expect.poll(fetches, { interval: 1 }).toBe(messages + 1);
      return concatBytes(utf8ToBytes('to '), message);
    },
    ...{ clock: systemClock, entropy, signal: stop.signal, onState: () => undefined },
  });
});
afterAll(async () => {
  stop.abort();
  await ended;
  server.closeAllConnections();
  server.close();
});

describe('a site that calls in', () => {
  it('answers each message on the connection on which it came, and fetches the next on the other', async () => {
    for (const text of ['one', 'two', 'three']) {
      const answer = await hub.deliver('harbour', utf8ToBytes(text), waiting);
      expect(new TextDecoder().decode(answer)).toBe(`to ${text}`);
    }
    const expected = ['fetch', 'fetch', 'answer', 'fetch', 'answer', 'fetch', 'answer'];
    expect(heard.map(({ verb }) => verb)).toEqual(expected.map((verb) => `relay.${verb}`));
    const [first, second] = [heard[0]?.port, heard[1]?.port];
    expect(second).not.toBe(first);
    expect(heard.map(({ port }) => port)).toEqual([first, second, first, first, second, second, first]);
  });
});
