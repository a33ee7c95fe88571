import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../support/command.ts';
import { analyst } from '../support/signing.ts';
import { publishedSite } from '../support/site-folder.ts';

let made: Awaited<ReturnType<typeof publishedSite>>;

beforeAll(async () => {
  made = await publishedSite({ site: 'harbour', publicKey: analyst().publicKey, blockEpsilon: '3' });
});
afterAll(() => rmSync(made.folder, { recursive: true, force: true }));

// Any free port, so that a debugger that does open says so, whatever else runs here.
const start = () => startServer(['node', 'start', '--config', made.config], { NODE_OPTIONS: '--inspect-port=0' });

describe('signals that people send by habit', () => {
  it.each(['SIGUSR1', 'SIGUSR2'] as const)('opens no debugger and goes on at %s', async (signal) => {
    const server = await start();
    server.child.kill(signal);
    await sleep(500);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(server.said.join('')).not.toContain('Debugger');
    expect(await server.kill('SIGTERM')).toBe(0);
  });

  it('ends in order when its terminal is closed', async () => {
    const server = await start();
    expect(await server.kill('SIGHUP')).toBe(0);
    expect(server.said.join('')).toContain('has stopped');
  });
});
