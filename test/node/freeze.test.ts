import { appendFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomId, systemEntropy } from '../../src/base/index.ts';
import { toReply } from '../../src/budget/index.ts';
import { draftAction, signAction } from '../../src/contract/index.ts';
import type { OpenNode } from '../../src/node/index.ts';
import { answerQuestion } from '../../src/node/verbs/query/answer.ts';
import { hurriedClock, openSite } from '../support/open-site.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { POLICY_FILE, publishedSite } from '../support/site-folder.ts';

const [ada, noor] = [analyst(), analyst()];
let site: Awaited<ReturnType<typeof publishedSite>>;
let node: OpenNode;

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
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
}

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
