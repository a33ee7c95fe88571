import { z } from 'zod';
import { type Draft, type DraftRequest, Reply, type Request, signRequest } from '../../src/contract/index.ts';
import { nodeApp } from '../../src/node/index.ts';
import { hurriedClock, openPublishedSite } from './open-site.ts';
import { analyst, signedQuestion } from './signing.ts';

/** A cheap question. */
export const CT: Draft = { count: 'patients', where: { Modality: 'CT' }, epsilon: '0.1' };

/** A published site that waits for nothing, and how its one analyst asks it. */
export async function askedNode() {
  const ada = analyst();
  const clock = hurriedClock();
  const node = await openPublishedSite({ site: 'harbour', publicKey: ada.publicKey, blockEpsilon: '6' }, clock);
  const app = nodeApp(node.ctx);

  function question(draft: Draft, change: Partial<Request> = {}, secretKey = ada.secretKey): string {
    return signedQuestion({ secretKey, draft, sites: ['harbour', 'hillside'], change });
  }

  function dryRunOf(draft: Draft, change: Partial<DraftRequest> = {}): string {
    const request: DraftRequest = {
      ...{
        version: 1,
        id: 'a'.repeat(32),
        project: 'lung-imaging',
        key: ada.publicKey,
        sites: ['harbour', 'hillside'],
      },
      ...{ minSites: 2, maxAttempts: 1, policy: 'imaging-metadata@1.1.0', expires: Date.now() + 60_000 },
      query: { ...draft, blocks: [new Date().getUTCFullYear()] },
      ...change,
    };
    return signRequest('dry-run', request, ada.secretKey);
  }

  async function post(path: string, body: unknown): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return await app.request(`/trpc/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async function ask(signed: string): Promise<z.infer<typeof Reply>> {
    const response = await post('query.answer', { signed });
    if (response.status !== 200) {
      throw new Error(`the node answered with ${response.status}`);
    }
    return z.object({ result: z.object({ data: Reply }) }).parse(await response.json()).result.data;
  }

  return { clock, node, app, question, dryRunOf, post, ask };
}
