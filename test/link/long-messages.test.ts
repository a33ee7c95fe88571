import { once } from 'node:events';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/base/index.ts';
import { type Listening, listen } from '../../src/cli/server/serve.ts';
import { coordinatorApp } from '../../src/coordinator/index.ts';
import { testCoordinator } from '../support/spoken-site.ts';

let relay: Listening;
const taken: number[] = [];

beforeAll(async () => {
  const { ctx } = await testCoordinator([]);
  const answer = async (message: Uint8Array) => {
    taken.push(message.length);
    return Uint8Array.of(1, 2, 3);
  };
  const answerer = Object.assign(answer, { refusalOf: () => undefined });
  const app = coordinatorApp(ctx, { answerer, stop: new AbortController().signal });
  relay = await listen(app, { host: '127.0.0.1', port: 0 });
});
afterAll(() => relay.close());

/** The status of a message of so many bytes; without its length among the headers it goes in chunks. */
async function statusOf(bytes: number, headers: OutgoingHttpHeaders = {}): Promise<number | undefined> {
  const sent = request(`${relay.url}/link`, { method: 'POST', headers, agent: false });
  sent.on('error', () => undefined);
  const answered = once(sent, 'response');
  sent.end(new Uint8Array(bytes));
  const [response] = await answered;
  response.resume();
  return response.statusCode;
}

describe('a relay takes messages', () => {
  it('up to the longest that a link makes, whether their length is said or not, and hands on no longer one', async () => {
    const most = LIMITS.linkMessageBytesMax;
    for (const bytes of [1, 5_000, most]) {
      expect(await statusOf(bytes, { 'content-length': bytes })).toBe(200);
      expect(await statusOf(bytes, { 'transfer-encoding': 'chunked' })).toBe(200);
    }
    expect(taken).toEqual([1, 1, 5_000, 5_000, most, most]);
    expect(await statusOf(most + 1, { 'content-length': most + 1 })).toBe(413);
    expect(await statusOf(most + 1, { 'transfer-encoding': 'chunked' })).toBe(413);
    expect(taken).toHaveLength(6);
  });
});
