import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { systemEntropy, systemFetch } from '../../src/base/index.ts';
import { federationClient } from '../../src/client/index.ts';
import type { FederatedReply } from '../../src/contract/index.ts';
import { peerOf, writePeers } from '../../src/link/index.ts';
import { makeLinkKeys, readLinkKeys } from '../../src/node/index.ts';
import { sfumato } from '../support/command.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { publishedSite } from '../support/site-folder.ts';
import { type Machine, type Network, network } from './network.ts';

// Three processes on three machines: a coordinator, a site that calls in, and a site that is dialled. One wire is cut at a step of
// a question; the other site must not suffer, every site is named, and a retry ends with one answer and one charge.
const DEADLINE_MS = 6_000;
const PORT = 7100;
const ada = analyst();
const entropy = systemEntropy();
const root = mkdtempSync(join(tmpdir(), 'sfumato-partition-'));
const wires: Network | undefined = network(3);
const processes: ChildProcess[] = [];

interface Site {
  readonly id: string;
  readonly config: string;
  readonly folder: string;
  readonly machine: Machine;
  process?: ChildProcess;
}

let harbour: Site;
let hillside: Site;
let north: { machine: Machine; process: ChildProcess };
let questions = 0;

const needsNamespaces = (skip: TestContext['skip']): void =>
  skip(wires === undefined, 'this user may make no network namespaces');
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

beforeAll(async () => {
  const [first, second, third] = wires?.machines ?? [];
  if (first === undefined || second === undefined || third === undefined) {
    return;
  }
  const [one, two] = [await publishedSite(wanted('harbour')), await publishedSite(wanted('hillside'))];
  harbour = { ...one, id: 'harbour', machine: second };
  hillside = { ...two, id: 'hillside', machine: third };
  const relay = `relay: { url: "http://${first.address}:${PORT}", coordinator: north }\n`;
  configure(harbour, { host: '127.0.0.1', more: relay });
  configure(hillside, { host: third.address, more: '' });
  const config = join(root, 'coordinator.yaml');
  writeFileSync(
    config,
    `kind: coordinator
name: north
listen: { host: ${first.address}, port: ${PORT} }
minSites: 1
deadlineMs: ${DEADLINE_MS}
sites:
  - { id: harbour }
  - { id: hillside, url: "http://${third.address}:7101" }
`,
  );
  enrolAll();
  north = { machine: first, process: await first.start(['coordinator', 'start', '--config', config]) };
  hillside.process = await third.start(['node', 'start', '--config', hillside.config]);
  processes.push(north.process, hillside.process);
});

afterAll(async () => {
  for (const one of processes) {
    one.kill('SIGCONT');
    one.kill('SIGKILL');
  }
  wires?.remove();
  for (const folder of [root, harbour?.folder, hillside?.folder]) {
    rmSync(folder ?? root, { recursive: true, force: true });
  }
});

function wanted(site: string) {
  return { site, publicKey: ada.publicKey, patients: 30 };
}

function configure({ config }: Site, { host, more }: { host: string; more: string }): void {
  const listen = `listen: { host: ${host}, port: 7101 }`;
  writeFileSync(config, `${readFileSync(config, 'utf8').replace(/^listen: .*$/m, listen)}${more}`);
}

function enrolAll(): void {
  const peerAt = (folder: string, role: 'site' | 'coordinator', name: string) => {
    makeLinkKeys(folder, entropy);
    return peerOf({ role, name, ...readLinkKeys(folder) });
  };
  writePeers(root, [peerAt(harbour.folder, 'site', 'harbour'), peerAt(hillside.folder, 'site', 'hillside')]);
  for (const { folder } of [harbour, hillside]) {
    writePeers(folder, [peerAt(root, 'coordinator', 'north')]);
  }
}

/** A question that was never asked before; it costs 0.1 ε. */
function question(): string {
  const modality = ['CT', 'MR', 'US', 'CR', 'DX', 'MG', 'PT', 'NM', 'XA', 'RF'][questions % 10] ?? 'CT';
  questions += 1;
  const draft = { count: 'patients' as const, where: { Modality: modality, PatientSex: 'F' }, epsilon: '0.1' };
  return signedQuestion({ secretKey: ada.secretKey, draft, sites: ['harbour', 'hillside'] });
}

const ask = (signed: string): Promise<FederatedReply> =>
  federationClient({ url: `http://${north.machine.address}:${PORT}`, fetch: systemFetch }).ask(signed);

/** Waits until a site has recorded something more. */
async function recordsSomething({ folder }: Site, work: () => void): Promise<void> {
  const bytes = (): number =>
    readdirSync(join(folder, 'journal')).reduce((sum, name) => sum + statSync(join(folder, 'journal', name)).size, 0);
  const before = bytes();
  work();
  while (bytes() === before) {
    await pause(2);
  }
}

const stateOf = ({ sites }: FederatedReply, { id }: Site) => sites.find(({ site }) => site === id)?.state;
const answersOf = ({ sites }: FederatedReply) => sites.map(({ reply }) => reply?.answer);

/** That a question was answered as it should be while a wire was cut, and ends well once it is mended. */
async function endsWell(
  signed: string,
  reply: FederatedReply,
  { cut, state }: { cut: Site; state: string },
): Promise<void> {
  const other = cut === harbour ? hillside : harbour;
  // First of all, so that a step that fails leaves no cut wire to the next.
  cut.machine.mend();
  expect(reply.sites.map(({ site }) => site)).toEqual(['harbour', 'hillside']);
  expect([stateOf(reply, cut), stateOf(reply, other)]).toEqual([state, 'answered']);
  let last = await ask(signed);
  for (let tries = 0; tries < 20 && last.sites.some((site) => site.state !== 'answered'); tries += 1) {
    await pause(500);
    last = await ask(signed);
  }
  expect(last.sites.map((site) => site.state)).toEqual(['answered', 'answered']);
  expect(answersOf(await ask(signed))).toEqual(answersOf(last));
  for (const [at, answer] of answersOf(reply).entries()) {
    expect(answer ?? answersOf(last)[at]).toEqual(answersOf(last)[at]);
  }
  for (const { config } of [harbour, hillside]) {
    const { meters } = JSON.parse((await sfumato(['budget', '--config', config, '--json'])).stdout);
    const spent = meters.find(({ meter }: { meter: string }) => meter === 'analyst:ada')?.spent;
    expect(spent).toBe(String(questions / 10));
  }
}

describe('a question whose wire is cut', () => {
  it('1: before the site first calls', async ({ skip }) => {
    needsNamespaces(skip);
    harbour.machine.cut();
    harbour.process = await harbour.machine.start(['node', 'start', '--config', harbour.config]);
    processes.push(harbour.process);
    const signed = question();
    await endsWell(signed, await ask(signed), { cut: harbour, state: 'unavailable' });
  });

  it('2: while the site waits for a question', async ({ skip }) => {
    needsNamespaces(skip);
    harbour.machine.cut();
    const signed = question();
    await endsWell(signed, await ask(signed), { cut: harbour, state: 'unavailable' });
  });

  it('3: when the question has arrived, and nothing is charged yet', async ({ skip }) => {
    needsNamespaces(skip);
    const signed = question();
    harbour.process?.kill('SIGSTOP');
    const asking = ask(signed);
    await pause(1_000);
    harbour.machine.cut();
    harbour.process?.kill('SIGCONT');
    await endsWell(signed, await asking, { cut: harbour, state: 'unavailable' });
  });

  it('4: when it is charged', async ({ skip }) => {
    needsNamespaces(skip);
    const signed = question();
    let asking: Promise<FederatedReply> | undefined;
    await recordsSomething(harbour, () => {
      asking = ask(signed);
    });
    harbour.machine.cut();
    await endsWell(signed, (await asking) ?? never(), { cut: harbour, state: 'unavailable' });
  });

  it('5: when the answer is recorded, before it leaves', async ({ skip }) => {
    needsNamespaces(skip);
    const signed = question();
    let asking: Promise<FederatedReply> | undefined;
    await recordsSomething(harbour, () => {
      asking = ask(signed);
    });
    await pause(500);
    harbour.machine.cut();
    await endsWell(signed, (await asking) ?? never(), { cut: harbour, state: 'unavailable' });
  });

  it('6: when the answer has arrived, before the site knows', async ({ skip }) => {
    needsNamespaces(skip);
    const signed = question();
    let asking: Promise<FederatedReply> | undefined;
    await recordsSomething(harbour, () => {
      asking = ask(signed);
    });
    await pause(300);
    north.process.kill('SIGSTOP');
    await pause(1_500);
    harbour.machine.cut();
    north.process.kill('SIGCONT');
    await endsWell(signed, (await asking) ?? never(), { cut: harbour, state: 'answered' });
  });

  it('7: when a site that is dialled has charged it', async ({ skip }) => {
    needsNamespaces(skip);
    const signed = question();
    let asking: Promise<FederatedReply> | undefined;
    await recordsSomething(hillside, () => {
      asking = ask(signed);
    });
    hillside.machine.cut();
    await endsWell(signed, (await asking) ?? never(), { cut: hillside, state: 'unavailable' });
  });

  it('8: again and again while the site comes back', async ({ skip }) => {
    needsNamespaces(skip);
    harbour.machine.cut();
    const signed = question();
    const first = await ask(signed);
    for (let times = 0; times < 5; times += 1) {
      harbour.machine.mend();
      await pause(150);
      harbour.machine.cut();
      await pause(150);
    }
    await endsWell(signed, first, { cut: harbour, state: 'unavailable' });
  });
});

function never(): FederatedReply {
  throw new Error('the question was asked');
}
