import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type Answerer, createAnswerer, keyIdOf, linkEndpoint, type Peer } from '../../src/link/index.ts';
import type { Answer } from '../../src/link/message/answerer.ts';
import { makeRequest } from '../../src/link/message/exchange.ts';
import { decodeRequest, encodeRequest } from '../../src/link/message/http-message.ts';
import { wordsInBytes } from '../../src/link/message/said.ts';
import { makerOf, party } from './parties.ts';

const answererOf = (answer: Answer): Answerer => Object.assign(answer, { refusalOf: () => undefined });
const echo = answererOf(async (message) => message);

function posted(signal: AbortSignal): Request {
  return new Request('http://127.0.0.1/link', { method: 'POST', body: 'hello', signal });
}

describe('the place where messages arrive', () => {
  it('gives the answer as a message, which no browser is to take for anything else', async () => {
    const stop = new AbortController();
    const response = await linkEndpoint(posted(stop.signal), echo, stop.signal);
    expect([response.status, await response.text()]).toEqual([200, 'hello']);
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'application/http',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each(['the sender', 'the process'])('lets go of what is asked when %s goes', async (who) => {
    const [sender, stop] = [new AbortController(), new AbortController()];
    const waits = (_: Uint8Array, signal: AbortSignal) =>
      new Promise<Uint8Array>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const answered = linkEndpoint(posted(sender.signal), answererOf(waits), stop.signal);
    setTimeout(() => (who === 'the sender' ? sender : stop).abort(new Error('gone')), 10);
    await expect(answered).rejects.toThrow('gone');
  });

  it('keeps one listener for the end of the process, however many messages come', async () => {
    const stop = new AbortController();
    for (let count = 0; count < 30; count += 1) {
      await linkEndpoint(posted(new AbortController().signal), echo, stop.signal);
    }
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
  });
});

describe('the head of a message', () => {
  it('holds printable ASCII, and no letter beyond it in whatever encoding', () => {
    const request = { method: 'POST', target: 'https://a.b/v1', fields: [['date', 'now']], body: Uint8Array.of(200) };
    const bytes = encodeRequest({ ...request, fields: [['date', 'now']] });
    const at = Buffer.from(bytes).indexOf('now');
    expect(decodeRequest(bytes)?.fields).toEqual([['date', 'now']]);
    expect(decodeRequest(bytes.with(at, 0xfc))).toBeUndefined();
    expect(decodeRequest(bytes.with(at, 0xc3).with(at + 1, 0xbc))).toBeUndefined();
    expect(decodeRequest(bytes.with(at, 0x07))).toBeUndefined();
  });
});

describe('a long message', () => {
  const [north, harbour, stranger] = [
    party('coordinator', 'north'),
    party('site', 'harbour'),
    party('site', 'harbour'),
  ];
  const LONG = 300_000;

  /** A message of `by` with a signature under the key of `as`. */
  function messageOf(by: typeof harbour, as: Peer): Uint8Array {
    const content = {
      text: wordsInBytes({ speaks: [1], verb: 'relay.fetch', input: {} }),
      attached: new Uint8Array(LONG),
    };
    const request = makeRequest(makerOf(by), north.peer, content);
    const named = (value: string) => value.replace(keyIdOf(by.peer), keyIdOf(as));
    return encodeRequest({
      ...request!,
      fields: request!.fields.map(([name, value]) => [name, named(value)] as const),
    });
  }

  /** How many bytes of a message a party that knows the harbour takes before it answers, and with which status. */
  async function sent(message: Uint8Array): Promise<{ taken: number; status: string | undefined; faults: string[] }> {
    const faults: string[] = [];
    const answerer = createAnswerer({
      ...makerOf(north),
      peerOfKey: (keyId) => (keyId === keyIdOf(harbour.peer) ? harbour.peer : undefined),
      claim: async () => true,
      verbs: async () => ({ output: {} }),
      onRefused: (fault) => faults.push(fault),
    });
    let taken = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          controller.enqueue(message.subarray(taken, taken + 1_024));
          taken += 1_024;
          if (taken >= message.length) {
            controller.close();
          }
        },
      },
      { highWaterMark: 0 },
    );
    const request = new Request('http://127.0.0.1/link', { method: 'POST', body, duplex: 'half' });
    const response = await linkEndpoint(request, answerer, new AbortController().signal);
    return { taken, status: (await response.text()).split(' ')[1], faults };
  }

  it('is held to its end only of who is known and signed its head', async () => {
    const whole = messageOf(harbour, harbour.peer);
    expect(await sent(whole)).toMatchObject({
      taken: Math.ceil(whole.length / 1_024) * 1_024,
      status: '200',
      faults: [],
    });
  });

  it.each([
    ['of a stranger', () => messageOf(stranger, stranger.peer), 'unknown-key'],
    ['of a stranger who names a key that is known', () => messageOf(stranger, harbour.peer), 'bad-signature'],
    ['of no form', () => new Uint8Array(LONG).fill(0x41), 'malformed'],
  ])('%s is refused by its head, and the rest not read', async (_, message, fault) => {
    expect(await sent(message())).toEqual({ taken: 4_096, status: '401', faults: [fault] });
  });
});
