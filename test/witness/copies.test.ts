import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Server } from '../support/command.ts';
import { sfumato } from '../support/command.ts';
import {
  ask,
  copyOf,
  done,
  type Federation,
  HALTED,
  makeFederation,
  quote,
  spent,
  startNode,
  until,
} from './federation.ts';

// One site and its witness through what docs/operations.md describes, in order: each test goes on from the one before.

let federation: Federation;
let witness: Server;
let node: Server;
let folder: string;
let backup: string;
const folders: string[] = [];

const released = (answer: Awaited<ReturnType<typeof ask>> | undefined) => answer?.state;

function copy(name: string): string {
  const made = copyOf(folder, name);
  folders.push(made);
  return made;
}

/** A recovery of the site as it stands, which two people have signed. */
async function recovery(name: string): Promise<string> {
  const [file, config] = [join(federation.root, `${name}.json`), join(folder, 'node.yaml')];
  const [mira, noor] = federation.officers;
  const reason = 'A clone was started by mistake.';
  await done(['action', 'new', 'recovery', '--config', config, '--key', mira, '--reason', reason, '--out', file]);
  await done(['action', 'sign', file, '--key', noor]);
  return file;
}

/** What the doctor says of the witnesses, and how it ends. */
async function doctorOfWitness() {
  const { code, stdout } = await sfumato(['doctor', '--config', join(folder, 'node.yaml'), '--json']);
  const checks: { name: string; state: string; sentence: string }[] = JSON.parse(stdout).checks;
  return { code, check: checks.find(({ name }) => name === 'witness') };
}

beforeAll(async () => {
  federation = await makeFederation();
  folder = federation.folder;
  folders.push(folder, federation.root);
  witness = await federation.startWitness();
});

afterAll(async () => {
  await node?.kill('SIGKILL');
  await witness?.kill('SIGKILL');
  for (const made of folders) {
    rmSync(made, { recursive: true, force: true });
  }
});

test('a node answers once its witness has co-signed, and shows so', async () => {
  node = await startNode(folder);
  await until(folder, 'witnessed');
  expect(released(await ask(node))).toBe('released');
  const verified = JSON.parse(
    (await done(['audit', 'verify', '--config', join(folder, 'node.yaml'), '--json'])).stdout,
  );
  expect(verified).toMatchObject({ verified: true, answers: { opened: 1, closed: 0 } });
});

test('it releases no more than the lease while the witness is cut off, and goes on afterwards', async () => {
  await witness.kill('SIGKILL');
  const answers: Awaited<ReturnType<typeof ask>>[] = [];
  for (let count = 0; count < 4; count += 1) {
    answers.push(await ask(node));
  }
  expect(released(answers[0])).toBe('released');
  expect(answers.at(-1)).toMatchObject({ state: 'refused', code: 'unavailable' });
  expect((await doctorOfWitness()).check?.sentence).toContain('only what the last lease covers is answered');
  expect(await spent(folder)).toBeLessThanOrEqual(0.2 + 0.5);
  witness = await federation.startWitness();
  await until(folder, 'witnessed');
  expect((await doctorOfWitness()).check).toMatchObject({
    state: 'ok',
    sentence: expect.stringContaining('is witnessed'),
  });
  expect(released(await ask(node))).toBe('released');
});

test('a planned move to another machine costs nothing', async () => {
  const before = await spent(folder);
  expect(await node.kill('SIGTERM')).toBe(0);
  const moved = copy('moved');
  rmSync(folder, { recursive: true });
  folder = moved;
  node = await startNode(folder);
  await until(folder, 'witnessed');
  expect(await spent(folder)).toBe(before);
  expect(released(await ask(node))).toBe('released');
});

test('a crash costs at most one lease', async () => {
  const before = await spent(folder);
  await node.kill('SIGKILL');
  node = await startNode(folder);
  await until(folder, 'witnessed');
  expect(await spent(folder)).toBeGreaterThanOrEqual(before);
  expect(await spent(folder)).toBeLessThanOrEqual(before + 0.5 + 1e-9);
});

test('yesterday’s backup is noticed: the node answers nothing, though its journal verifies', async () => {
  await node.kill('SIGTERM');
  backup = copy('backup');
  node = await startNode(folder);
  await until(folder, 'witnessed');
  expect(released(await ask(node))).toBe('released');
  await node.kill('SIGTERM');
  // The machine is lost; the backup is all there is.
  const lost = folder;
  folder = backup;
  node = await startNode(folder);
  const { sentence } = await until(folder, 'halted');
  expect(sentence).toContain('two people sign a recovery');
  expect(await ask(node)).toMatchObject(HALTED);
  expect(await quote(node)).toMatchObject(HALTED);
  expect((await sfumato(['status', '--config', join(folder, 'node.yaml')])).code).toBe(1);
  expect(await doctorOfWitness()).toMatchObject({
    code: 1,
    check: { state: 'failed', sentence: expect.stringContaining(sentence) },
  });
  await done(['audit', 'verify', '--config', join(folder, 'node.yaml')]);
  rmSync(lost, { recursive: true });
});

test('two people bring it back, and what was spent stays spent', async () => {
  const config = join(folder, 'node.yaml');
  const file = join(federation.root, 'recovery.json');
  const [mira, noor] = federation.officers;
  const reason = 'The disk was lost; restored from the backup of today.';
  await done(['action', 'new', 'recovery', '--config', config, '--key', mira, '--reason', reason, '--out', file]);
  const once = await sfumato(['action', 'apply', file, '--config', config]);
  expect([once.code, once.stderr.split('\n').length]).toEqual([3, 2]);
  await done(['action', 'sign', file, '--key', noor]);
  const before = await spent(folder);
  await done(['action', 'apply', file, '--config', config]);
  await until(folder, 'witnessed');
  expect(await spent(folder)).toBeGreaterThanOrEqual(before + 0.2);
  expect(released(await ask(node))).toBe('released');
  await done(['audit', 'verify', '--config', config]);
});

test('whoever takes the witness out of the configuration gets no answers, until two people let the site go on without', async () => {
  const left = copy('left');
  const config = join(left, 'node.yaml');
  const text = readFileSync(config, 'utf8');
  expect(text).toContain('\nwitnesses:');
  writeFileSync(config, text.replace(/^witnesses:.*\n/m, ''));
  const doctor = await sfumato(['doctor', '--config', config]);
  expect([doctor.code, doctor.stdout]).toEqual([1, expect.stringContaining('Witness coordinator co-signed this log')]);
  let alone = await startNode(left);
  try {
    await until(left, 'halted');
    expect(await ask(alone)).toMatchObject(HALTED);
    const file = join(federation.root, 'leave.json');
    const [mira, noor] = federation.officers;
    const reason = 'The coordinator is no more.';
    await done(['action', 'new', 'recovery', '--config', config, '--key', mira, '--reason', reason, '--out', file]);
    await done(['action', 'sign', file, '--key', noor]);
    await done(['action', 'apply', file, '--config', config]);
    await until(left, 'none');
    expect(released(await ask(alone))).toBe('released');
    await alone.kill('SIGTERM');
    await done(['audit', 'verify', '--config', config]);
    alone = await startNode(left);
    await until(left, 'none');
    expect(released(await ask(alone))).toBe('released');
  } finally {
    await alone.kill('SIGTERM');
  }
});

test('of a running node and its clone only one goes on', async () => {
  const clone = copy('clone');
  const second = await startNode(clone);
  try {
    await until(clone, 'witnessed');
    await until(folder, 'halted');
    expect(await ask(node)).toMatchObject(HALTED);
    expect(released(await ask(second))).toBe('released');
    await recovery('early');
  } finally {
    await second.kill('SIGTERM');
  }
});

test('the one that halted goes on by one recovery, though the clone closed its lease when it was stopped', async () => {
  const config = join(folder, 'node.yaml');
  const records = async () => JSON.parse((await sfumato(['status', '--config', config, '--json'])).stdout).records;
  const late = await recovery('late');
  const before = await records();
  const refused = await sfumato(['action', 'apply', join(federation.root, 'early.json'), '--config', config]);
  expect([refused.code, refused.stderr]).toEqual([expect.any(Number), expect.stringContaining('was not begun')]);
  expect(await records()).toBe(before);
  await done(['action', 'apply', late, '--config', config]);
  await until(folder, 'witnessed');
  expect(released(await ask(node))).toBe('released');
  await done(['audit', 'verify', '--config', config]);
});

test('a byte that is changed in the journal is found, and the node does not start', async () => {
  await node.kill('SIGTERM');
  const file = join(folder, 'journal', '00000001.log');
  const bytes = readFileSync(file);
  bytes[5_000] = (bytes[5_000] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  expect((await sfumato(['audit', 'verify', '--config', join(folder, 'node.yaml')])).code).toBe(1);
  expect((await sfumato(['node', 'start', '--config', join(folder, 'node.yaml')])).code).toBe(1);
});
