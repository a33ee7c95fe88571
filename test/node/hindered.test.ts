import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { nodeApp } from '../../src/node/index.ts';
import { hurriedClock, openSite } from '../support/open-site.ts';
import { analyst, signedDraft, signedQuestion } from '../support/signing.ts';
import { POLICY_FILE, siteFolder } from '../support/site-folder.ts';

const ada = analyst();
const made = siteFolder({ site: 'harbour', publicKey: ada.publicKey });
const node = await openSite({ ...made, policyFile: POLICY_FILE }, hurriedClock());
const app = nodeApp(node.ctx);
afterAll(async () => {
  await node.close();
  rmSync(made.folder, { recursive: true, force: true });
});

const asking = {
  secretKey: ada.secretKey,
  draft: { count: 'patients' as const, where: { Modality: 'CT' }, epsilon: '0.1' },
  sites: ['harbour', 'hillside'],
};

async function post(path: string, body: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const sent = await app.request(`/trpc/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return await sent.json();
}

// Else the other sites are asked, and charged, for an answer that can't come of all of them.
it('a site that has published nothing says so to who asks for a price, too', async () => {
  const detail = 'The site has published nothing yet to answer from.';
  const refused = { state: 'refused', site: 'harbour', code: 'unavailable', detail };
  const quoted = await post('query.dryRun', { signed: signedDraft(asking) });
  expect(quoted).toMatchObject({ result: { data: refused } });
  const answered = await post('query.answer', { signed: signedQuestion(asking) });
  expect(answered).toMatchObject({ result: { data: { answer: refused } } });
  const total = signedQuestion({ ...asking, change: { release: 'total' } });
  const start = { attempt: 1, nonce: 'a'.repeat(32) };
  expect(await post('total.advertise', { signed: total, start })).toMatchObject({ result: { data: refused } });
});
