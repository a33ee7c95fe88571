import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemFetchWithin } from '../../src/base/index.ts';

const closed: string[] = [];
const server = createServer((request, response) => {
  response.on('close', () => closed.push(request.url ?? ''));
  response.write('12345');
  // The long one goes on for ever, unless the reader goes away.
  if (request.url === '/short') {
    response.end('67890');
  } else {
    const more = setInterval(() => response.write('67890'), 5);
    response.on('close', () => clearInterval(more));
  }
});
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterAll(() => void server.close());

describe('a body', () => {
  it('is read up to the bound, and ends the connection beyond it', async () => {
    const fetch = systemFetchWithin(10);
    expect(await (await fetch(`${url}/short`)).text()).toBe('1234567890');
    await expect(systemFetchWithin(9)(`${url}/short`).then((response) => response.text())).rejects.toThrow('too long');
    await expect(fetch(`${url}/long`).then((response) => response.text())).rejects.toThrow('too long');
    await expect.poll(() => closed).toContain('/long');
  });

  it('that nobody reads on ends the connection too', async () => {
    closed.length = 0;
    const { body } = await systemFetchWithin(1_000_000)(`${url}/long`);
    await body?.cancel();
    await expect.poll(() => closed).toContain('/long');
  });
});
