import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { tellFull } from '../../src/cli/server/log.ts';
import { withinRoom } from '../../src/cli/server/within-room.ts';

const ROOM = 100_000;

/** A server that answers a body once it is there, with room for so many bytes. */
async function roomyServer() {
  let [begun, full] = [0, 0];
  const room = {
    bytesMax: ROOM,
    onFull: () => {
      full += 1;
    },
  };
  const server = createServer(
    withinRoom((request, response) => {
      begun += 1;
      request.resume().once('end', () => response.end('done'));
    }, room),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  /** Announces a body and sends so much of it. */
  const send = (bytes: number, of: number) => {
    const socket: Socket = connect(port, '127.0.0.1');
    let said = '';
    let isOver = false;
    socket.on('data', (part) => {
      said += part.toString();
    });
    socket.once('error', () => undefined);
    socket.once('close', () => {
      isOver = true;
    });
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${of}\r\n\r\n`);
    socket.write(Buffer.alloc(bytes, 0x41));
    return { socket, status: () => said.split(' ')[1], isOver: () => isOver };
  };
  const close = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { send, close, begun: () => begun, full: () => full };
}

it('takes in bodies of all connections up to a bound, and has room again when their senders have left', async () => {
  const { send, close, begun, full } = await roomyServer();
  const one = send(ROOM, ROOM + 1);
  await expect.poll(begun).toBe(1);
  const told = (bytes: number) => async () => {
    const next = send(bytes, bytes);
    await expect.poll(next.status).toBeDefined();
    return next.status();
  };
  expect(full()).toBe(0);
  await expect.poll(told(1)).toBe('503');
  expect(full()).toBe(1);
  one.socket.destroy();
  await expect.poll(told(10)).toBe('200');
  await close();
});

it('cuts off what goes beyond the bound on the way, and takes no room for what is only announced', async () => {
  const { send, close, begun, full } = await roomyServer();
  const announced = send(0, ROOM * 10);
  await expect.poll(begun).toBe(1);
  const short = send(10, 10);
  await expect.poll(short.status).toBe('200');
  const long = send(ROOM + 1, ROOM * 10);
  await expect.poll(long.isOver).toBe(true);
  expect([long.status(), announced.isOver(), full()]).toEqual([undefined, false, 1]);
  await close();
});

it('is told of at once, and then once a minute at most, with how often it was so', () => {
  const notes: string[] = [];
  let now = 5;
  const clock = { monotonicMs: () => now } as never;
  const tell = tellFull({ terminal: { note: (text: string) => void notes.push(text) } as never, clock }, 'pages');
  for (let second = 0; second < 61; second += 1) {
    tell('bodies');
    tell('bodies');
    now += 1_000;
  }
  expect(notes).toEqual([
    'A request was turned away (503, or cut off), because `pages` is taking in 128 MiB of bodies already; 1 of this kind since the start.',
    expect.stringContaining('; 121 of this kind since the start.'),
  ]);
  tell('connections');
  tell('connections');
  expect(notes.slice(2)).toEqual([
    'A connection was dropped, because `pages` has 2048 open already; 1 of this kind since the start.',
  ]);
});
