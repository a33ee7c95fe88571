import { Agent, get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { LIMITS } from '../../src/base/index.ts';
import { cannotListen, type Lacking, listen } from '../../src/cli/server/serve.ts';

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
  ['nothing', ''],
  ['half a head', 'GET / HTTP/1.1\r\nHost'],
  ['half a body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc'],
])('ends a server though a client has sent %s', async (_, sent) => {
  const fetch = async (request: Request): Promise<Response> => new Response(await request.text());
  const server = await listen({ fetch }, { host: '127.0.0.1', port: 0 });
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.once('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(sent);
  // Taken by the server as well: a request after it is answered.
  expect((await globalThis.fetch(server.url, { method: 'POST', body: 'whole' })).status).toBe(200);
  await server.close();
  socket.destroy();
});

it.each([
  ['EADDRINUSE', 'port-occupied', /is already in use; stop what listens there or change `listen`\.$/],
  ['EMFILE', 'config-invalid', /because no more files may be opened; raise that limit/],
  ['ENFILE', 'config-invalid', /because no more files may be opened; raise that limit/],
  ['EACCES', 'config-invalid', /can’t be listened on; mend `listen`\.$/],
  ['EADDRNOTAVAIL', 'config-invalid', /because 127\.0\.0\.1 is no address of this machine; mend `listen`\.$/],
])('says why an address can’t be listened on: %s', (code, ours, sentence) => {
  const cause = Object.assign(new Error(code), { code });
  expect(cannotListen(cause, { host: '127.0.0.1', port: 7100, setting: 'listen' })).toMatchObject({
    ...{ code: ours, message: expect.stringMatching(sentence) },
  });
});

it('says how IPv6 is written where it stands in brackets', async () => {
  const at = { host: '[::1]', port: 0, setting: 'listen' } as const;
  await expect(listen({ fetch: () => new Response() }, at)).rejects.toThrow(
    '[::1]:0 can’t be listened on, because [::1] is no address of this machine, and IPv6 is written without brackets, "::1"; mend `listen`.',
  );
});

/** A client that sends this many requests at once. */
function sendAhead(url: string, requests: number): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.once('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(requests));
  return socket;
}

/** A server that begins answers and counts them; each ends when it is told to. */
async function slowServer() {
  const waiting: (() => void)[] = [];
  let begun = 0;
  const fetch = async (): Promise<Response> => {
    begun += 1;
    await new Promise<void>((resolve) => waiting.push(resolve));
    return new Response('done');
  };
  const server = await listen({ fetch }, { host: '127.0.0.1', port: 0 });
  return { server, begun: () => begun, answer: () => waiting.shift()?.(), underWay: () => waiting.length };
}

it('begins one request of a connection at a time, and answers all in their order', async () => {
  const { server, begun, answer, underWay } = await slowServer();
  const socket = sendAhead(server.url, 3);
  let said = '';
  socket.on('data', (part) => {
    said += part.toString();
  });
  for (const count of [1, 2, 3]) {
    await expect.poll(underWay).toBe(1);
    expect(begun()).toBe(count);
    answer();
    await expect.poll(() => said.split('done').length - 1).toBe(count);
  }
  socket.destroy();
  await server.close();
});

it('closes a connection on which more requests wait than clients send ahead, and begins none of them', async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error): void => void warnings.push(warning);
  process.on('warning', warned);
  const { server, begun, answer } = await slowServer();
  const socket = sendAhead(server.url, 1_000).resume();
  await new Promise((resolve) => socket.once('close', resolve));
  answer();
  expect(begun()).toBe(1);
  await server.close();
  process.off('warning', warned);
  expect(warnings).toEqual([]);
});

it('tells when it has no room for what is sent', async () => {
  const full: Lacking[] = [];
  const onFull = (what: Lacking): void => void full.push(what);
  const fetch = async (request: Request): Promise<Response> => new Response(await request.text());
  const server = await listen({ fetch }, { host: '127.0.0.1', port: 0, onFull });
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.once('error', () => undefined);
  const bytes = LIMITS.httpBodiesBytesMax + 1;
  socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${bytes + 1}\r\n\r\n`);
  socket.write(Buffer.alloc(bytes));
  await new Promise((resolve) => socket.once('close', resolve));
  expect(full).toEqual(['bodies']);
  await server.close();
});

it('tells of a connection beyond those that it holds, which it drops', async () => {
  const full: Lacking[] = [];
  const onFull = (what: Lacking): void => void full.push(what);
  const server = await listen({ fetch: async () => new Response() }, { host: '127.0.0.1', port: 0, onFull });
  const port = Number(new URL(server.url).port);
  const sockets: Socket[] = [];
  while (sockets.length <= LIMITS.httpConnectionsMax) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    // One after the other: the system lets those wait for seconds that come faster than they are taken.
    await new Promise<void>((resolve) => socket.once('connect', resolve));
  }
  await expect.poll(() => full).toEqual(['connections']);
  for (const socket of sockets) {
    socket.destroy();
  }
  await server.close();
});

it('drops what waits when the client has left', async () => {
  const { server, begun, answer, underWay } = await slowServer();
  const socket = sendAhead(server.url, 3);
  await expect.poll(underWay).toBe(1);
  socket.destroy();
  await server.close();
  answer();
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun()).toBe(1);
});
