import { type Clock, systemClock } from '../../src/base/index.ts';
import { listen } from '../../src/cli/server/serve.ts';
import { nodeApp } from '../../src/node/index.ts';
import { openSnapshot } from '../../src/query/index.ts';
import { openPages } from '../../test/dashboard/open-pages.ts';
import { newestPolicy } from './newest-policy.ts';

// One site in a process of its own: a real node with its pages. Prints one line of JSON once it listens, and ends at SIGTERM. Arguments:
// `at-once` where answers leave as soon as they are there, or `on-time`; a snapshot to answer from instead of its own, and its size class.

const [leaving, file, sizeClass] = process.argv.slice(2);

/** Of what is waited for, only statements' deadlines are so near: half of the second after which a small site answers. */
const DEADLINE_MS_MAX = 500;

/** Answers don't wait to leave; deadlines keep their time, because one that came at once would stop a statement that has hardly begun. */
const atOnce: Clock = {
  wallMs: systemClock.wallMs,
  monotonicMs: systemClock.monotonicMs,
  async until(atMs, stop) {
    if (atMs - systemClock.monotonicMs() <= DEADLINE_MS_MAX) {
      await systemClock.until(atMs, stop);
    }
  },
};

const site = await openPages({ published: true, clock: leaving === 'at-once' ? atOnce : systemClock });
const { ctx } = site.node;

/** The node's context over another snapshot than its own, published under the newest policy. */
async function over(snapshotFile: string, size: 'small' | 'medium' | 'large'): Promise<typeof ctx> {
  const { policy } = newestPolicy();
  const { patientsLog2 } = policy.document.disclosure.sizeClasses.value[size];
  const { deidentificationHash } = policy;
  const snapshot = await openSnapshot({ file: snapshotFile, deidentificationHash, patientsLog2 });
  const pin = () => ({ id: '0'.repeat(32), snapshot, release: () => undefined });
  return { ...ctx, policy, config: { ...ctx.config, sizeClass: size }, snapshots: { ...ctx.snapshots, pin } };
}

const answering = file === undefined ? ctx : await over(file, sizeClass === 'medium' ? 'medium' : 'large');
const node = await listen(nodeApp(answering), { host: '127.0.0.1', port: 0 });
const pages = await listen(site.app, { host: '127.0.0.1', port: 0 });
const { cookie } = site.browser('noor');
const secret = Buffer.from(site.ada.secretKey).toString('base64url');
process.once('SIGTERM', () => void Promise.all([node.close(), pages.close()]).then(site.close));
console.log(JSON.stringify({ node: node.url, pages: pages.url, cookie, secret, folder: site.folder }));
