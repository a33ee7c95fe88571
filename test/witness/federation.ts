import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import type { DryRunReply, Reply } from '../../src/contract/index.ts';
import { createPost, unsignedLink } from '../../src/link/index.ts';
import { type Run, type Server, sfumato, startServer } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { analyst, signedDraft, signedQuestion } from '../support/signing.ts';
import { publishedSite, siteFolder } from '../support/site-folder.ts';

const SITE = 'harbour';
const ada = analyst();
const never = new AbortController().signal;

/** A site that the coordinator witnesses, and what a test does with it: all by commands. */
export interface Federation {
  readonly root: string;
  readonly folder: string;
  readonly config: string;
  /** The configuration of its witness. */
  readonly witness: string;
  /** Secret keys of the two who decide. */
  readonly officers: readonly [string, string];
  startWitness(): Promise<Server>;
}

/** Runs a command that must succeed. @throws Error with what it said. */
export async function done(words: readonly string[]): Promise<Run> {
  const run = await sfumato(words);
  if (run.code !== 0) {
    throw new Error(`sfumato ${words.join(' ')}: ${run.code}: ${run.stderr}`);
  }
  return run;
}

async function key(file: string): Promise<string> {
  return JSON.parse((await done(['keygen', '--no-passphrase', '--analyst', file, '--json'])).stdout).publicKey;
}

/** Makes a published site, two people who decide there, and its witness: a coordinator, or another site. */
export async function makeFederation(by: 'coordinator' | 'site' = 'coordinator'): Promise<Federation> {
  const root = mkdtempSync(join(tmpdir(), 'sfumato-witness-'));
  const { folder, config } = await publishedSite({ site: SITE, publicKey: ada.publicKey, blockEpsilon: '6' });
  const officers = [join(root, 'mira.key'), join(root, 'noor.key')] as const;
  const [mira, noor] = [await key(officers[0]), await key(officers[1])];
  const logKey = JSON.parse((await done(['keygen', '--config', config, '--json'])).stdout).logKey;
  const port = await freePort();
  const watching = `{ name: ${by}, logs: [{ key: "${logKey}", recoverers: [${mira}, ${noor}] }] }`;
  const witness = by === 'site' ? siteWitness(port, watching) : coordinatorWitness(root, port, watching);
  const option = by === 'site' ? '--config' : '--coordinator';
  const { witnessKey } = JSON.parse((await done(['keygen', option, witness.file, '--json'])).stdout);
  writeFileSync(
    config,
    `${readFileSync(config, 'utf8')}people:
  - { person: mira, key: ${mira}, roles: [privacy-officer] }
  - { person: noor, key: ${noor}, roles: [steward] }
witnesses: [{ url: "http://127.0.0.1:${port}", key: "${witnessKey}" }]
lease: { epsilon: "0.5", seconds: 1 }
`,
  );
  const startWitness = () => startServer([...witness.start, '--config', witness.file]);
  return { root, folder, config, witness: witness.file, officers, startWitness };
}

interface WitnessFile {
  readonly file: string;
  readonly start: readonly string[];
}

function coordinatorWitness(root: string, port: number, watching: string): WitnessFile {
  const file = join(root, 'coordinator.yaml');
  writeFileSync(
    file,
    `kind: coordinator
folder: .
listen: { host: 127.0.0.1, port: ${port} }
minSites: 2
sites: [{ id: ${SITE}, url: "http://127.0.0.1:9" }]
witness: ${watching}
`,
  );
  return { file, start: ['coordinator', 'start'] };
}

/** A site that answers nobody: it has nothing published, and takes no bare questions. */
function siteWitness(port: number, watching: string): WitnessFile {
  const { config: file } = siteFolder({ site: 'hillside', publicKey: ada.publicKey });
  const listening = readFileSync(file, 'utf8').replace('port: 0, unsigned: true', `port: ${port}`);
  writeFileSync(
    file,
    `${listening}watches: ${watching}
`,
  );
  return { file, start: ['node', 'start'] };
}

/** Starts the node of a folder. */
export function startNode(folder: string): Promise<Server> {
  return startServer(['node', 'start', '--config', join(folder, 'node.yaml')]);
}

/** A copy of a site's folder, as a backup or a clone is made. */
export function copyOf(folder: string, name: string): string {
  const copy = `${folder}-${name}`;
  rmSync(copy, { recursive: true, force: true });
  cpSync(folder, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') && !path.includes('/archive') });
  return copy;
}

let asked = 0;

/** What a site says whose journal is not what its witnesses saw: to questions, and to who only asks for a price. */
export const HALTED = { state: 'refused', code: 'unavailable', detail: expect.stringContaining('two people sign') };

/** Asks a new question that costs 0.2 ε; gives what the site said. */
export async function ask(server: Server): Promise<Reply['answer']> {
  return (await linkTo(server).ask(signedQuestion(nextQuestion()), never)).answer;
}

/** Asks what such a question would cost. */
export async function quote(server: Server): Promise<DryRunReply> {
  return await linkTo(server).dryRun(signedDraft(nextQuestion()), never);
}

const linkTo = ({ url }: Server) => unsignedLink({ site: SITE, url, post: createPost({}) });

function nextQuestion() {
  asked += 1;
  const modality = ['CT', 'MR', 'US', 'CR', 'DX', 'MG', 'PT', 'NM', 'XA', 'RF', 'OT'][asked % 11] ?? 'CT';
  const draft = {
    count: 'patients' as const,
    where: { Modality: modality, PatientSex: asked % 2 ? 'F' : 'M' },
    epsilon: '0.2',
  };
  return { secretKey: ada.secretKey, draft, sites: [SITE, 'hillside'] };
}

export interface Status {
  readonly state: string;
  readonly sentence: string;
}

/** What `sfumato status` says of the witnesses. */
async function status(folder: string): Promise<Status> {
  const run = await sfumato(['status', '--config', join(folder, 'node.yaml'), '--json']);
  return JSON.parse(run.stdout).witness;
}

/** Waits until a node stands to its witnesses as wanted. */
export async function until(folder: string, state: string): Promise<Status> {
  let last = await status(folder);
  for (let turn = 0; turn < 60 && last.state !== state; turn += 1) {
    await systemClock.until(systemClock.monotonicMs() + 500);
    last = await status(folder);
  }
  if (last.state !== state) {
    throw new Error(`still ${last.state}: ${last.sentence}`);
  }
  return last;
}

/** What is spent on the intake year, in ε. */
export async function spent(folder: string): Promise<number> {
  const run = await done(['budget', '--config', join(folder, 'node.yaml'), '--json']);
  const meters: { meter: string; spent: string }[] = JSON.parse(run.stdout).meters;
  return Number(meters.find(({ meter }) => meter.startsWith('block:'))?.spent);
}
