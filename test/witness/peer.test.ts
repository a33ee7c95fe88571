import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { systemFetch } from '../../src/base/index.ts';
import type { Server } from '../support/command.ts';
import { ask, copyOf, done, type Federation, HALTED, makeFederation, startNode, until } from './federation.ts';

// One site that is the witness of another, by commands alone: each test goes on from the one before.

const Noted = z.object({ result: z.object({ data: z.object({ note: z.string() }) }) });

let federation: Federation;
let witness: Server;
let node: Server;
let clone: string;

beforeAll(async () => {
  federation = await makeFederation('site');
  witness = await federation.startWitness();
  node = await startNode(federation.folder);
});

afterAll(async () => {
  await node?.kill('SIGKILL');
  await witness?.kill('SIGKILL');
  for (const made of [federation.root, federation.folder, clone, dirname(federation.witness)]) {
    rmSync(made, { recursive: true, force: true });
  }
});

test('a site answers once the other has co-signed', async () => {
  await until(federation.folder, 'witnessed');
  expect(await ask(node)).toMatchObject({ state: 'released' });
});

test('the witness takes checkpoints and nothing else from whoever calls', async () => {
  const call = (path: string, input: unknown) =>
    systemFetch(`${witness.url}/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
  const known = Noted.parse(await (await call('witness.latest', { origin: 'sfumato/harbour' })).json());
  expect(known.result.data.note).toMatch(/^sfumato\/harbour\n/);
  const forged = { old: 0, proof: [], note: known.result.data.note.replace('harbour', 'hillside') };
  expect(await (await call('witness.add', forged)).json()).toMatchObject({ result: { data: { state: 'refused' } } });
  expect((await call('site.facts', {})).status).toBe(404);
  expect((await call('query.answer', { signed: '' })).status).toBe(404);
});

test('it remembers over a restart: an older copy of the site is noticed and answers nothing', async () => {
  expect(await node.kill('SIGTERM')).toBe(0);
  clone = copyOf(federation.folder, 'clone');
  node = await startNode(federation.folder);
  await until(federation.folder, 'witnessed');
  expect(await ask(node)).toMatchObject({ state: 'released' });
  expect(await node.kill('SIGTERM')).toBe(0);
  expect(await witness.kill('SIGTERM')).toBe(0);
  witness = await federation.startWitness();
  node = await startNode(clone);
  await until(clone, 'halted');
  expect(await ask(node)).toMatchObject(HALTED);
});

test('its own journal, with what it co-signed, verifies', async () => {
  const verified = JSON.parse((await done(['audit', 'verify', '--config', federation.witness, '--json'])).stdout);
  expect(verified).toMatchObject({ verified: true });
});
