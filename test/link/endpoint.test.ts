import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { linkEndpoint } from '../../src/link/index.ts';
import { decodeRequest, encodeRequest } from '../../src/link/message/http-message.ts';

function posted(signal: AbortSignal): Request {
  return new Request('http://127.0.0.1/link', { method: 'POST', body: 'hello', signal });
}

describe('the place where messages arrive', () => {
  it('gives the answer as a message, which no browser is to take for anything else', async () => {
    const stop = new AbortController();
    const response = await linkEndpoint(posted(stop.signal), async (message) => message, stop.signal);
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
    const answered = linkEndpoint(posted(sender.signal), waits, stop.signal);
    setTimeout(() => (who === 'the sender' ? sender : stop).abort(new Error('gone')), 10);
    await expect(answered).rejects.toThrow('gone');
  });

  it('keeps one listener for the end of the process, however many messages come', async () => {
    const stop = new AbortController();
    for (let count = 0; count < 30; count += 1) {
      await linkEndpoint(posted(new AbortController().signal), async (message) => message, stop.signal);
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
