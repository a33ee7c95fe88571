import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { callOwner } from '../../src/node/index.ts';
import { socketPath } from '../../src/node/local/socket-path.ts';

const folder = mkdtempSync(join(tmpdir(), 'sfumato-local-'));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
});

it.each([0, 1])('an owner that dies after %i lines went away, and nothing failed inside', async (lines) => {
  const path = join(folder, 'owner.sock');
  const server = createServer((request, response) => {
    response.flushHeaders();
    request.resume().once('end', () => {
      if (lines === 1) {
        response.write(`${JSON.stringify({ progress: 7 })}\n`);
      }
      setTimeout(() => request.socket.destroy(), 50);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const told: unknown[] = [];
  const call = { path, verb: 'ingest' as const, input: {}, signal: new AbortController().signal };
  const done = callOwner({ ...call, onProgress: (progress) => told.push(progress) });
  await expect(done).rejects.toMatchObject({ code: 'unreachable-peer', message: expect.stringContaining('went away') });
  expect(told).toHaveLength(lines);
  server.close();
});

it('a command that is interrupted says so, and nothing failed inside', async () => {
  const path = join(folder, 'owner.sock');
  const server = createServer((request, response) => {
    response.flushHeaders();
    request.resume();
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const call = { path, verb: 'risk' as const, input: {}, onProgress: () => undefined };
  await expect(callOwner({ ...call, signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
    code: 'interrupted',
    message: 'The work was interrupted; it can be started again.',
  });
  server.close();
});

it('a socket that can be nowhere says what to mend', () => {
  const long = join(folder, 'a'.repeat(60), 'b'.repeat(60));
  mkdirSync(long, { recursive: true });
  writeFileSync(join(folder, 'full'), '');
  vi.stubEnv('TMPDIR', join(folder, 'full'));
  expect(() => socketPath(long)).toThrow(/shorten the path, or let the process write in /);
});
