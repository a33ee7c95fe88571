import { Agent, get } from 'node:http';
import { expect, it } from 'vitest';
import { cannotListen, listen } from '../../src/cli/serve.ts';

it('ends a server though a client goes on asking over its connection, and answers what was asked before', async () => {
  let arrive: () => void = () => undefined;
  let finish: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const gate = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const fetch = async (): Promise<Response> => {
    arrive();
    await gate;
    return new Response('done');
  };
  const server = await listen({ fetch }, { host: '127.0.0.1', port: 0 });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let [answered, isOver] = [0, false];
  const askAgain = (): void => {
    const request = get(server.url, { agent }, (response) => {
      answered += 1;
      response.resume().once('end', askAgain);
    });
    request.once('error', () => {
      isOver = true;
    });
  };
  askAgain();
  await arrived;
  const closed = server.close();
  finish();
  await closed;
  await expect.poll(() => isOver).toBe(true);
  // What was asked when the end came, and at most what had been sent by then.
  expect([1, 2]).toContain(answered);
  agent.destroy();
});

it.each([
  ['EADDRINUSE', 'port-occupied', /is already in use; stop what listens there or change `listen`\.$/],
  ['EMFILE', 'config-invalid', /because no more files may be opened; raise that limit/],
  ['ENFILE', 'config-invalid', /because no more files may be opened; raise that limit/],
  ['EADDRNOTAVAIL', 'config-invalid', /can’t be listened on; mend `listen`\.$/],
])('says why an address can’t be listened on: %s', (code, ours, sentence) => {
  const cause = Object.assign(new Error(code), { code });
  expect(cannotListen(cause, { host: '127.0.0.1', port: 7100, setting: 'listen' })).toMatchObject({
    ...{ code: ours, message: expect.stringMatching(sentence) },
  });
});
