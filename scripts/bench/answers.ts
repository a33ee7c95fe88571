import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fdatasync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { systemFetch } from '../../src/base/index.ts';
import { loadPolicyFile } from '../../src/cli/policy/policy-file.ts';
import type { Draft } from '../../src/contract/index.ts';
import { createPost, unsignedLink } from '../../src/link/index.ts';
import type { Policy } from '../../src/policy/index.ts';
import { openSnapshot } from '../../src/warehouse/scan.ts';
import { signedQuestion } from '../../test/support/signing.ts';
import { POLICY_FILE } from '../../test/support/site-folder.ts';
import { newestPolicy } from './newest-policy.ts';
import { runnerOf } from './query-runner.ts';
import { median, numberOption, printBench, type Result } from './report.ts';

// What a node adds to the statement of a question, end to end over HTTP: signature, plan, reserve, noise, commit, receipt. And how its
// pages and health answer while 16 analysts ask at once. For the first, time classes are off: each answer leaves as soon as it is there.
// npm run bench:answers -- [--questions 300] [--seconds 20] [--json] [--snapshot FOLDER]; FOLDER as bench:query keeps it, for the analysts.

const syncAsync = promisify(fdatasync);

interface Site {
  readonly process: ChildProcess;
  readonly node: string;
  readonly pages: string;
  readonly cookie: string;
  readonly secret: string;
  readonly folder: string;
}

async function startSite(words: readonly string[]): Promise<Site> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/bench/answers-site.ts', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { process: child, ...JSON.parse(String(line)) };
}

async function stop({ process: child }: Site): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** The patients of an age range: always another question, so that none is answered from what is stored. */
function draftOf(at: number): Draft {
  const [low, high] = [Math.floor(at / 40), 50 + (at % 40)];
  return { count: 'patients', where: { PatientAge: { between: [low, high] } }, epsilon: '0.02' };
}

/** Questions to a site under the policy that is in force there. */
function asking({ node, secret }: Site, { document: { id, version } }: Policy) {
  const link = unsignedLink({ site: 'harbour', url: node, post: createPost({}) });
  const secretKey = Uint8Array.from(Buffer.from(secret, 'base64url'));
  const sign = (at: number): string =>
    signedQuestion({
      secretKey,
      draft: draftOf(at),
      sites: ['harbour', 'hillside'],
      change: { policy: `${id}@${version}` },
    });
  /** Whether it was answered; a site of which both slots are taken says so at once, at no cost. */
  const ask = async (signed: string): Promise<boolean> => {
    const { answer } = await link.ask(signed, AbortSignal.timeout(60_000));
    if (answer.state !== 'released' && !(answer.state === 'refused' && answer.code === 'busy')) {
      throw new Error(`the node answered ${JSON.stringify(answer)}`);
    }
    return answer.state === 'released';
  };
  return { sign, ask };
}

/** Two small writes made durable one after the other, as reserving and committing an answer are. */
function twoSyncs(folder: string): () => Promise<void> {
  const file = openSync(join(folder, 'synced'), 'w');
  const bytes = new Uint8Array(1_000);
  return async () => {
    for (const _ of ['reserve', 'commit']) {
      writeSync(file, bytes);
      await syncAsync(file);
    }
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

const rank = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.ceil(share * times.length) - 1] ?? Number.NaN;

function goal(key: string, value: number, most: number): Result {
  return { key, value, unit: 'ms', goal: `≤ ${most} ms`, holds: value <= most };
}

/** Question by question: over HTTP, and the statement alone, on the same snapshot. */
async function overhead(): Promise<Result[]> {
  const site = await startSite(['at-once']);
  try {
    const policy = loadPolicyFile(POLICY_FILE);
    const { sign, ask } = asking(site, policy);
    const sync = twoSyncs(site.folder);
    const [name = ''] = readdirSync(join(site.folder, 'snapshots')).filter((one) => one.endsWith('.duckdb'));
    const { deidentificationHash, document } = policy;
    const { patientsLog2 } = document.disclosure.sizeClasses.value.small;
    const file = join(site.folder, 'snapshots', name);
    const scan = await openSnapshot({ file, deidentificationHash, patientsLog2 });
    const on = { scan, policy, sizeClass: 'small' as const, year: new Date().getUTCFullYear() };
    const count = numberOption('questions', 300);
    const [added, synced]: [number[], number[]] = [[], []];
    for (let at = 0; at < count + 20; at += 1) {
      const { epsilon: _, ...query } = draftOf(at);
      const signed = sign(at);
      const whole = await timed(() => ask(signed));
      const statement = await timed(runnerOf(query, on).run);
      if (at >= 20) {
        added.push(whole - statement);
        synced.push(await timed(sync));
      }
    }
    scan.close();
    return [
      goal('added to a statement, median', median(added), 4),
      goal('added to a statement, p95', rank(added, 0.95), 12),
      {
        key: 'two writes made durable on this disk, median',
        value: median(synced),
        unit: 'ms',
        goal: null,
        holds: null,
      },
    ];
  } finally {
    await stop(site);
  }
}

async function page(url: string, cookie: string): Promise<void> {
  const response = await systemFetch(url, { headers: { cookie }, redirect: 'manual' });
  await response.text();
  if (response.status !== 200) {
    throw new Error(`${url} answered ${response.status}`);
  }
}

/** Pages and health while 16 analysts ask, each again as soon as it has its answer. */
async function analysts(): Promise<Result[]> {
  const at = process.argv.indexOf('--snapshot');
  const kept =
    at < 0 ? undefined : JSON.parse(readFileSync(join(process.argv[at + 1] ?? '', 'published.json'), 'utf8'));
  const site = await startSite(['on-time', ...(kept === undefined ? [] : [String(kept.file), String(kept.sizeClass)])]);
  try {
    // A snapshot given was published under the newest policy.
    const { sign, ask } = asking(site, kept === undefined ? loadPolicyFile(POLICY_FILE) : newestPolicy().policy);
    // The first page of a process also loads what draws charts, and its first question all that answers.
    await page(`${site.pages}/budgets`, site.cookie);
    await ask(sign(0));
    const end = performance.now() + 1_000 * numberOption('seconds', 20);
    let asked = 0;
    let answered = 0;
    const busy = Array.from({ length: 16 }, async () => {
      while (performance.now() < end) {
        asked += 1;
        const isAnswered = await ask(sign(asked));
        answered += isAnswered ? 1 : 0;
      }
    });
    const [health, budgets]: [number[], number[]] = [[], []];
    while (performance.now() < end) {
      health.push(await timed(() => page(`${site.node}/healthz`, '')));
      budgets.push(await timed(() => page(`${site.pages}/budgets`, site.cookie)));
      // People read; whoever fetches page after page is told to slow down.
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    await Promise.all(busy);
    const on = kept === undefined ? 'a small snapshot' : 'the snapshot given';
    return [
      { key: `questions of 16 analysts, on ${on}`, value: asked, unit: '', goal: null, holds: null },
      { key: 'of them answered, the others told to ask again', value: answered, unit: '', goal: null, holds: null },
      goal('health meanwhile, p99', rank(health, 0.99), 50),
      goal('budgets page meanwhile, p99', rank(budgets, 0.99), 50),
    ];
  } finally {
    await stop(site);
  }
}

printBench({ name: 'answers', results: [...(await overhead()), ...(await analysts())] });
