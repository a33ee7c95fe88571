import { appendFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomId, systemEntropy } from '../../src/base/index.ts';
import { toReply } from '../../src/budget/index.ts';
import { draftAction, signAction } from '../../src/contract/index.ts';
import { SHELL } from '../../src/governance/index.ts';
import type { OpenNode } from '../../src/node/index.ts';
import { answerQuestion } from '../../src/node/verbs/query/answer.ts';
import { hurriedClock, openSite } from '../support/open-site.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { POLICY_FILE, publishedSite } from '../support/site-folder.ts';

const [ada, noor] = [analyst(), analyst()];
let site: Awaited<ReturnType<typeof publishedSite>>;
let node: OpenNode;
const answers: ReturnType<typeof answerQuestion>[] = [];

beforeAll(async () => {
  site = await publishedSite({ site: 'harbour', publicKey: ada.publicKey, blockEpsilon: '6' });
  appendFileSync(site.config, `people: [{ person: noor, key: ${noor.publicKey}, roles: [steward] }]\n`);
  node = await openSite({ ...site, policyFile: POLICY_FILE }, hurriedClock());
});
afterAll(async () => {
  await node.close();
  rmSync(site.folder, { recursive: true, force: true });
});

function freeze(): Promise<unknown> {
  const common = {
    version: 1,
    id: randomId(systemEntropy()),
    site: 'harbour',
    reason: 'An incident is looked into.',
  } as const;
  const action = { ...common, expires: Date.now() + 60_000, kind: 'freeze', body: { scope: 'node' } } as const;
  const signed = signAction(draftAction(action), noor.secretKey);
  return node.run({
    verb: 'action',
    input: { signed },
    actor: SHELL,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
}

it('refuses a question that waits for a lease once its time is over by the node’s own clock', async () => {
  const draft = { count: 'patients', epsilon: '0.1' } as const;
  const input = { signed: signedQuestion({ secretKey: ada.secretKey, draft, sites: ['harbour', 'hillside'] }) };
  const { clock, guard } = node.ctx;
  const moments: (() => void)[] = [];
  const held = { ...clock, until: () => new Promise<void>((resolve) => moments.push(resolve)) };
  let stop: AbortSignal | undefined;
  const asked = new Promise<void>((resolve) => {
    const extend: typeof guard.extend = (_, signal) => {
      stop = signal;
      resolve();
      return new Promise((done) => signal.addEventListener('abort', () => done(false)));
    };
    const leaseless = { ...guard, covers: () => false, extend };
    answers.push(answerQuestion({ ctx: { ...node.ctx, clock: held, guard: leaseless }, input }));
  });
  await asked;
  expect(stop?.aborted).toBe(false);
  moments.shift()?.();
  await Promise.resolve();
  expect(stop?.aborted).toBe(true);
  // What is left to come is the moment at which the answer leaves.
  while (moments.length === 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  moments.shift()?.();
  expect((await Promise.all(answers)).map((answer) => toReply(answer).answer)).toMatchObject([{ code: 'unavailable' }]);
});

it('stops a question that was authorised before it, in the very step that would charge', async () => {
  const input = {
    signed: signedQuestion({
      secretKey: ada.secretKey,
      draft: { count: 'patients', epsilon: '0.1' },
      sites: ['harbour', 'hillside'],
    }),
  };
  const { budget } = node.ctx;
  // The freeze falls between the look at stored answers, which comes after authorising, and the reservation.
  const lookup: typeof budget.lookup = async (wanted) => {
    await freeze();
    return await budget.lookup(wanted);
  };
  const before = budget.meters();
  const answer = await answerQuestion({ ctx: { ...node.ctx, budget: { ...budget, lookup } }, input });
  expect(toReply(answer).answer).toMatchObject({ state: 'refused', code: 'frozen' });
  expect(budget.meters()).toEqual(before);
});
