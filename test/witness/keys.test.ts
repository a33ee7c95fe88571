import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Server, sfumato } from '../support/command.ts';
import { ask, done, type Federation, makeFederation, startNode, until } from './federation.ts';

// “Rotating keys” of docs/operations.md, as written, on a running site and its witness; each test goes on from the one before.

let federation: Federation;
let witness: Server;
let node: Server;
let config: string;

const because = ['--reason', 'A rotation as the manual has it.'];

async function keys(): Promise<{ purpose: string; id: string; state: string; logKey?: string }[]> {
  return JSON.parse((await done(['keys', 'show', '--config', config, '--json'])).stdout).keys;
}

async function idOf(purpose: string, state: string): Promise<string> {
  return (await keys()).find((key) => key.purpose === purpose && key.state === state)?.id ?? '';
}

const destroy = (purpose: string, id: string) =>
  sfumato(['keys', 'destroy', purpose, id, ...because, '--config', config]);

async function answers(): Promise<string> {
  return (await ask(node)).state;
}

beforeAll(async () => {
  federation = await makeFederation();
  config = federation.config;
  // What a node says of its witness must be true without its next look.
  writeFileSync(config, readFileSync(config, 'utf8').replace('seconds: 1 }', 'seconds: 60 }'));
  witness = await federation.startWitness();
  node = await startNode(federation.folder);
  await until(federation.folder, 'witnessed');
});

afterAll(async () => {
  await node?.kill('SIGKILL');
  await witness?.kill('SIGKILL');
  for (const folder of [federation.folder, federation.root]) {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a running node takes another seal key, and goes on after a crash and under its witness', async () => {
  expect(await answers()).toBe('released');
  await done(['keys', 'rotate', 'seal', ...because, '--config', config]);
  expect(await answers()).toBe('released');
  await node.kill('SIGKILL');
  node = await startNode(federation.folder);
  await until(federation.folder, 'witnessed');
  expect(await answers()).toBe('released');
});

test('the former seal key is destroyed once the witness keeps a lease under the new one', async () => {
  const former = await idOf('seal', 'former');
  await witness.kill('SIGKILL');
  expect((await destroy('seal', former)).code).toBe(1);
  expect(await idOf('seal', 'former')).toBe(former);
  witness = await federation.startWitness();
  await until(federation.folder, 'witnessed');
  expect((await destroy('seal', former)).code).toBe(0);
  await node.kill('SIGKILL');
  node = await startNode(federation.folder);
  await until(federation.folder, 'witnessed');
  expect(await answers()).toBe('released');
  const audit = JSON.parse((await done(['audit', 'verify', '--config', config, '--json'])).stdout);
  expect(audit).toMatchObject({ verified: true, answers: { closed: 1, opened: 3 } });
});

test('the checkpoint key is rotated while the witness knows the old one, and destroyed once it knows the new one', async () => {
  const old = (await keys()).find(({ purpose }) => purpose === 'checkpoint')?.logKey ?? '';
  const { logKey } = JSON.parse(
    (await done(['keys', 'rotate', 'checkpoint', ...because, '--config', config, '--json'])).stdout,
  );
  expect(await answers()).toBe('released');
  const former = await idOf('checkpoint', 'former');
  const refused = await destroy('checkpoint', former);
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('doesn’t know the log key that this site'),
  });
  expect(refused.stderr).toMatch(/`logKey`.*`witness\.logs`.*started again/s);
  expect(refused.stderr).not.toContain('what the last lease covers');
  // The key is back, and with it both signatures: nothing is left to warn of, long before the next look at the witness.
  const { witness: stands } = JSON.parse((await done(['status', '--config', config, '--json'])).stdout);
  expect(stands).toMatchObject({ state: 'witnessed', sentence: 'Every witness has co-signed the log.' });
  await witness.kill('SIGTERM');
  const coordinator = join(federation.root, 'coordinator.yaml');
  writeFileSync(coordinator, readFileSync(coordinator, 'utf8').replace(old, logKey));
  witness = await federation.startWitness();
  await until(federation.folder, 'witnessed');
  expect((await destroy('checkpoint', former)).code).toBe(0);
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    await node.kill(signal);
    node = await startNode(federation.folder);
    await until(federation.folder, 'witnessed');
    expect(await answers()).toBe('released');
  }
  await done(['audit', 'verify', '--config', config]);
});
