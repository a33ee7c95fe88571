import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { NoteKey } from '../../src/base/index.ts';
import { followed } from '../../src/cli/ask/followed.ts';
import type { PolicyFor } from '../../src/cli/judge/epsilon.ts';
import { misplaced } from '../../src/cli/judge/question.ts';
import { ownReply } from '../../src/cli/judge/reply.ts';
import { documentsByName } from '../../src/cli/policy/policy-documents.ts';
import { loadPolicyFile } from '../../src/cli/policy/policy-file.ts';
import { type Draft, type FederatedReply, Reply, readRequest } from '../../src/contract/index.ts';
import { nodeApp } from '../../src/node/index.ts';
import { hurriedClock, openPublishedSite } from '../support/open-site.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { POLICY_FILE } from '../support/site-folder.ts';

const ada = analyst();
const policyFor = documentsByName([loadPolicyFile(POLICY_FILE)]);
const count = (change: Partial<Draft>): Draft => ({ count: 'patients', epsilon: '0.5', ...change }) as Draft;
const CT = count({ where: { Modality: 'CT' } });
const MR = count({ where: { Modality: 'MR' } });

let node: Awaited<ReturnType<typeof openPublishedSite>>;
beforeAll(async () => {
  node = await openPublishedSite({ site: 'harbour', publicKey: ada.publicKey, patients: 20 }, hurriedClock());
});
afterAll(() => node.remove());

const signed = (draft: Draft) => signedQuestion({ secretKey: ada.secretKey, draft, sites: ['harbour', 'hillside'] });

/** What the site says, to the very bytes of a request. */
async function said(text: string): Promise<Reply> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ signed: text });
  const response = await nodeApp(node.ctx).request('/trpc/query.answer', { method: 'POST', headers, body });
  return z.object({ result: z.object({ data: Reply }) }).parse(await response.json()).result.data;
}

/** A coordinator’s reply to a request, made of whatever the site said. */
function carried(text: string, reply: Reply) {
  const { request } = readRequest('question', text) as never as { request: Parameters<typeof ownReply>[1] };
  const sites: FederatedReply['sites'] = [
    { site: 'harbour', state: 'answered', reply },
    { site: 'hillside', state: 'unavailable' },
  ];
  return { request, reply: { requestId: request.id, sites, loss: null, combined: null } satisfies FederatedReply };
}

describe('an answer that a site signed', () => {
  it('is taken for the question that it is to, however that is written', async () => {
    const text = signed(CT);
    const { reply, request } = carried(text, await said(text));
    expect(reply.sites[0]?.reply?.answer.state).toBe('released');
    expect(ownReply(reply, request, policyFor)).toEqual(reply);
    const other = signed(count({ where: { all: [{ Modality: ['CT', 'CT'] }] } }));
    const again = carried(other, await said(other));
    expect(again.reply.sites[0]?.reply).toMatchObject({ replayed: true, answer: reply.sites[0]?.reply?.answer });
    expect(ownReply(again.reply, again.request, policyFor)).toEqual(again.reply);
  });

  it('is refused in the place of an answer to another question of the same form, years and ε', async () => {
    const { reply, request } = carried(signed(CT), await said(signed(MR)));
    expect(() => ownReply(reply, request, policyFor)).toThrow(
      /^The coordinator’s reply gives an answer of harbour to another question, so nothing of it is shown/,
    );
    const misfit = { ...reply, sites: reply.sites.map((one) => ({ ...one, state: 'misfit' as const })) };
    expect(misplaced(misfit, request, policyFor)).toBeUndefined();
    expect(misplaced(reply, request, () => undefined)).toBeUndefined();
  });

  it('is no part of the answer in another shape than the question’s, also where the coordinator can’t tell', async () => {
    const text = signed(CT);
    const { reply, request } = carried(text, await said(text));
    const [harbour, ...others] = reply.sites;
    const answer = { ...harbour?.reply?.answer, caps: { groupsPerPatient: 9 } };
    const lie = { ...reply, sites: [{ ...harbour, reply: { ...harbour?.reply, answer } }, ...others] } as never;
    expect(ownReply(lie, request, policyFor).sites[0]).toMatchObject({ state: 'misfit' });
    expect(ownReply(lie, request, () => undefined).sites[0]).toMatchObject({ state: 'answered' });
  });

  it('is shown to be the site’s own by its receipt, or not shown, where the site’s log key was given', async () => {
    const text = signed(CT);
    const { reply, request } = carried(text, await said(text));
    const heard = (sites: FederatedReply['sites'], logKeys: readonly NoteKey[] | undefined) => {
      const client = { ask: async () => ({ ...reply, sites }) } as never;
      const terminal = { status: () => undefined, note: () => undefined };
      return followed({ terminal } as never, { client, policyFor, logKeys }, { request, signed: text });
    };
    const changed = (change: object) =>
      reply.sites.map((one) => (one.reply ? { ...one, reply: { ...one.reply, ...change } } : one));
    const forged = changed({ answer: { ...reply.sites[0]?.reply?.answer, values: [['1000000']] } });
    const own = [node.ctx.notary.key];
    expect(await heard(reply.sites, own)).toEqual(reply);
    expect((await heard(forged, undefined)).sites[0]?.state).toBe('answered');
    const called = (state: 'misfit' | 'unavailable') =>
      forged.map((one) => (one.reply ? { ...one, state, reply: { ...one.reply, receipt: null } } : one));
    await expect(heard(called('unavailable'), own)).rejects.toMatchObject({ code: 'peer-invalid' });
    for (const [sites, keys] of [
      [called('misfit'), own],
      [forged, own],
      [changed({ receipt: null }), own],
      [reply.sites, []],
    ] as const) {
      await expect(heard(sites, keys)).rejects.toMatchObject({ code: 'evidence-broken' });
    }
  });

  it('is said to be unchecked where the policy’s document isn’t here', async () => {
    const text = signed(CT);
    const { reply, request } = carried(text, await said(text));
    const client = { ask: async () => reply } as never;
    const heard = async (policies: PolicyFor) => {
      const notes: string[] = [];
      const terminal = { status: () => undefined, note: (note: string) => void notes.push(note) };
      await followed({ terminal } as never, { client, policyFor: policies }, { request, signed: text });
      return notes;
    };
    expect(await heard(policyFor)).toEqual([]);
    expect(await heard(() => undefined)).toEqual([expect.stringContaining('document of imaging-metadata@1.1.0')]);
  });

  it('is refused as one vector of a total to another question', async () => {
    const own = signed(CT);
    const { reply, request } = carried(own, await said(own));
    const { answer, receipt } = await said(signed(MR));
    const receipts = [{ answer, receipt: receipt! }];
    expect(misplaced({ ...reply, receipts }, request, policyFor)).toBe('harbour');
  });

  it('is taken where a finer table is added up, and refused where that is of another question', async () => {
    const fine = await said(signed(count({ where: { Modality: 'CT' }, by: ['PatientSex'], epsilon: '2' })));
    const text = signed(count({ where: { Modality: 'CT' }, epsilon: '1' }));
    const coarse = await said(text);
    expect(coarse).toMatchObject({ replayed: true, collapse: { over: ['PatientSex'] }, answer: fine.answer });
    const { reply, request } = carried(text, coarse);
    expect(ownReply(reply, request, policyFor)).toEqual(reply);
    const other = await said(signed(count({ where: { Modality: 'MR' }, by: ['PatientSex'], epsilon: '2' })));
    const swapped = carried(text, { ...coarse, answer: other.answer });
    expect(misplaced(swapped.reply, request, policyFor)).toBe('harbour');
    const bodies = await said(signed(count({ where: { Modality: 'CT' }, by: ['BodyPartExamined'], epsilon: '2' })));
    const collapse = { ...coarse.collapse!, over: ['BodyPartExamined'] };
    const doubled = carried(text, { ...coarse, answer: bodies.answer, collapse });
    expect(misplaced(doubled.reply, request, policyFor)).toBe('harbour');
    const unnamed = carried(text, { ...coarse, collapse: { ...coarse.collapse!, queryHash: 'c'.repeat(64) } });
    expect(misplaced(unnamed.reply, request, policyFor)).toBe('harbour');
  });
});
