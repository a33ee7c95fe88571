import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { verifyReceipt } from '../../src/client/index.ts';
import { type Draft, Reply } from '../../src/contract/index.ts';
import { nodeDisk, readJournal } from '../../src/journal/index.ts';
import { nodeApp } from '../../src/node/index.ts';
import { dataSet, element, identifiers, part10 } from '../dicom/part10.ts';
import { sfumato } from '../support/command.ts';
import { signedQuestion } from '../support/signing.ts';
import { waitingIn } from './markup.ts';
import { type OpenPages, openPages, PASSPHRASE } from './open-pages.ts';

let site: OpenPages;
let reply: Reply;

async function ask(draft: Draft, project = 'lung-imaging'): Promise<Reply> {
  const sites = ['harbour', 'hillside'];
  const signed = signedQuestion({ secretKey: site.ada.secretKey, draft, sites, change: { project } });
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ signed });
  const response = await nodeApp(site.node.ctx).request('/trpc/query.answer', { method: 'POST', headers, body });
  return z.object({ result: z.object({ data: Reply }) }).parse(await response.json()).result.data;
}

beforeAll(async () => {
  site = await openPages();
  const archive = join(site.folder, 'archive');
  for (const n of [1, 2, 3]) {
    const ids = identifiers({ patient: `P${n}`, study: `1.2.${n}`, series: `1.3.${n}`, instance: `1.4.${n}` });
    writeFileSync(join(archive, `${n}`), part10(dataSet(...ids, element(0x00080060, 'CS', 'CT'))));
  }
  await site.run('ingest', { source: archive });
  await site.run('publish');
  await ask({ count: 'patients', where: { Modality: 'MR' }, epsilon: '0.25' });
  reply = await ask({ count: 'patients', where: { Modality: 'CT' }, epsilon: '0.1' });
  expect(reply.answer).toMatchObject({ state: 'released' });
});
afterAll(() => site.close());

const page = async (path: string): Promise<string> => (await site.browser('rosa').get(path)).text();
const answer = async () => (await site.run('receipts')).receipts[0]!;

describe('the answers that left', () => {
  it('are listed with whose they were and what they cost, the newest first', async () => {
    const shown = await page('/receipts');
    expect(shown.match(/href="\/receipts\/\d+"/g)).toHaveLength(2);
    // Said so that it holds of one, too.
    expect(shown).toContain('Answers: 2</h2>');
    expect(shown).toMatch(/<td>lung-imaging<\/td><td>ada<\/td><td class="number">0\.1<\/td><td>numbers with noise/);
    expect(shown.indexOf('>0.1<')).toBeLessThan(shown.indexOf('>0.25<'));
    expect(await page('/receipts?person=rosa')).toContain('No answer of the kind has left.');
    for (const [query, near] of [
      ['project=other', 'look at how it is written.'],
      ['person=adda', 'did you mean ada?'],
      ['person=adda&kind=refused', 'did you mean ada?'],
      // What couldn't be a name is none either, and doesn't show everything instead.
      ['person=Ada!', 'did you mean ada?'],
    ]) {
      const shown = await site.browser('rosa').get(`/receipts?${query}`);
      expect([shown.status, await shown.text()]).toEqual([
        422,
        expect.stringContaining(`Nothing on record has a project or person of this name; ${near}`),
      ]);
    }
    expect(await page('/receipts?person=Ada!')).toContain('value="Ada!"');
    expect((await page('/receipts?person=ada')).match(/href="\/receipts\/\d+"/g)).toHaveLength(2);
  });

  it('say when they were admitted, and not how long they took, which patients decide', async () => {
    const { admittedMs } = await answer();
    const reserved = [...readJournal(nodeDisk(join(site.folder, 'journal')))].filter(({ kind }) => kind === 'reserve');
    expect(admittedMs).toBe(reserved.at(-1)?.wallMs);
  });

  it('keep what they say to themselves', async () => {
    const { seq } = await answer();
    const receipt = await site.run('receipt', { seq });
    expect(Object.keys(receipt).sort()).toEqual(
      [
        ...['admittedMs', 'digest', 'epsilon', 'kind', 'logKey', 'meters', 'person', 'project'],
        ...['proof', 'recordHash', 'request', 'seq', 'site', 'snapshot', 'state'],
      ].sort(),
    );
    expect(await page(`/receipts/${seq}`)).not.toContain(reply.receipt!.opening);
  });
});

describe('the receipt of an answer on a page', () => {
  it('proves to who asked that the answer is in the log', async () => {
    const { seq } = await answer();
    expect(seq).toBe(reply.receipt?.seq);
    const shown = await site.run('receipt', { seq });
    const receipt = { ...reply.receipt!, recordHash: shown.recordHash, proof: shown.proof };
    const verdict = verifyReceipt({ answer: reply.answer, receipt }, [site.node.ctx.notary.key]);
    expect([verdict.evidence, verdict.answer]).toEqual(['holds', 'released']);
    const text = await page(`/receipts/${seq}`);
    const { id, textHash } = shown.request!;
    for (const part of [
      id,
      textHash,
      shown.recordHash,
      shown.digest,
      'c2sp.org/tlog-proof',
      (await answer()).snapshot,
    ]) {
      expect(text).toContain(part);
    }
  });

  it.each(['0', '999999', 'x', '-1'])('is none of record %s, which is no answer', async (seq) => {
    expect((await site.browser('rosa').get(`/receipts/${seq}`)).status).toBe(404);
  });
});

describe('questions that were refused at no cost', () => {
  let refused: Reply;
  beforeAll(async () => {
    refused = await ask({ count: 'patients', where: { Modality: 'CT' }, epsilon: '0.000101' });
    expect(refused.answer).toMatchObject({ state: 'refused', code: 'epsilon-out-of-range' });
  });
  const seq = () => refused.receipt!.seq;

  it('are listed beside the answers, by person and project, with code and reason', async () => {
    expect(await page('/receipts')).not.toContain(`/receipts/${seq()}"`);
    const shown = await page('/receipts?kind=refused');
    expect(shown).toContain(`href="/receipts/${seq()}"`);
    expect(shown).toMatch(/lung-imaging<\/td><td>ada<\/td><td><code>epsilon-out-of-range<\/code>/);
    expect(await page('/receipts?kind=refused&person=rosa')).toContain('No question of the kind');
    expect(await page('/receipts?kind=refused&project=lung-imaging')).toContain(`/receipts/${seq()}"`);
  });

  it('have a receipt that holds for who asked', async () => {
    const shown = await site.run('receipt', { seq: seq() });
    expect(shown).toMatchObject({ kind: 'refuse', person: 'ada', code: 'epsilon-out-of-range' });
    expect(refused.answer).toMatchObject({ of: { requestId: shown.request?.id, textHash: shown.request?.textHash } });
    const receipt = { ...refused.receipt!, recordHash: shown.recordHash, proof: shown.proof };
    expect(verifyReceipt({ answer: refused.answer, receipt }, [site.node.ctx.notary.key]).evidence).toBe('holds');
    expect(await page(`/receipts/${seq()}`)).toContain(shown.digest);
  });

  it('say no finer than the hour when that was: times around an answer would tell how long it took', async () => {
    const [record] = [...readJournal(nodeDisk(join(site.folder, 'journal')))].filter((one) => one.seq === seq());
    const hour = Math.floor(record!.wallMs / 3_600_000) * 3_600_000;
    const { refusals } = await site.run('receipts');
    expect(refusals.map(({ hourMs }) => hourMs)).toEqual([hour]);
    const shown = await site.run('receipt', { seq: seq() });
    expect(Object.keys(shown).filter((name) => /ms$/i.test(name))).toEqual(['hourMs']);
    expect(shown).toMatchObject({ hourMs: hour });
  });

  it('are found by a project that nobody decided on', async () => {
    const draft: Draft = { count: 'patients', where: { Modality: 'CT' }, epsilon: '0.1' };
    const answered = await ask(draft, 'bones');
    expect(answered.answer).toMatchObject({ state: 'refused' });
    const found = await site.run('receipts', { project: 'bones' });
    expect(found).toMatchObject({ refusals: [{ project: 'bones', seq: answered.receipt?.seq }] });
    expect([found.strange, (await site.run('log', { project: 'bones' })).strange]).toEqual([undefined, undefined]);
    expect(await site.run('receipts', { project: 'bonse' })).toMatchObject({
      strange: 'Nothing on record is about a project bonse; did you mean bones?',
    });
  });
});

describe('datasets, projects and people together', () => {
  it('say what one spent on which, and leave the least of the three budgets', async () => {
    const { together } = await site.run('together');
    const { meters } = await site.run('budget');
    expect(together).toMatchObject([{ project: 'lung-imaging', person: 'ada', spent: '0.35', reserved: '0' }]);
    const [one] = together;
    const three = [one!.dataset, 'project:lung-imaging', 'analyst:ada'].map(
      (id) => meters.find(({ meter }) => meter === id)!,
    );
    expect(three.map(({ spent }) => spent)).toEqual(['0.35', '0.35', '0.35']);
    expect(Number(one!.left)).toBe(Math.min(...three.map(({ left }) => Number(left))));
    const text = await page('/together');
    expect(text).toMatch(/lung-imaging<\/a><\/td><td>ada<\/td><td class="number">0\.35<\/td>/);
    expect(text).toContain(`<td class="number">${one!.left}</td><td>about`);
  });

  it('let a project and a person ask nothing more on either page once the dataset is used up', async () => {
    const [one] = (await site.run('together')).together;
    const leftOf = async (id: string) => (await site.run('budget')).meters.find(({ meter }) => meter === id)!;
    expect(await leftOf('project:lung-imaging')).toMatchObject({ usable: one!.left });
    const path = `/budgets/${encodeURIComponent(one!.dataset)}`;
    const form = {
      'grant-epsilon': `-${(await leftOf(one!.dataset)).left}`,
      'grant-reason': 'Enough was asked of it.',
    };
    const signed = { ...form, 'grant-passphrase': PASSPHRASE };
    const id = waitingIn(await (await site.browser('noor').send(path, `${path}/grant`, signed)).text());
    await site.browser('mira').send(`/inbox/${id}`, `/inbox/${id}/approve`, { 'approve-passphrase': PASSPHRASE });
    expect(await leftOf(one!.dataset)).toMatchObject({ left: '0' });
    for (const meter of ['project:lung-imaging', 'analyst:ada']) {
      expect(await leftOf(meter)).toMatchObject({ usable: '0' });
      expect(Number((await leftOf(meter)).left)).toBeGreaterThan(0);
      expect(await page(`/budgets/${encodeURIComponent(meter)}`)).toContain('nothing more for now: a budget that is');
    }
    expect(await page('/budgets')).not.toContain('more counts');
    expect(await page('/together')).not.toContain('more counts');
  });
});

describe('the same by command', () => {
  it('lists answers, shows a receipt, and what people spent together', async () => {
    const done = async (...words: string[]) => {
      const run = await sfumato([...words, '--config', site.config, '--json']);
      expect([run.code, run.stderr]).toEqual([0, '']);
      return JSON.parse(run.stdout);
    };
    const { seq } = await answer();
    expect((await done('receipt', 'list', '--person', 'ada')).receipts).toHaveLength(2);
    expect(await done('receipt', 'show', String(seq))).toMatchObject({ seq, kind: 'commit', person: 'ada' });
    const { stdout } = await sfumato(['receipt', 'show', String(seq), '--config', site.config]);
    const { request } = await site.run('receipt', { seq });
    const [last] = [...readJournal(nodeDisk(join(site.folder, 'journal')))]
      .filter((one) => one.kind === 'reserve')
      .slice(-1);
    expect(last?.body).toMatchObject({ request: { ...request } });
    expect(stdout).toContain(`Request ${request?.id}, as signed ${request?.textHash}`);
    expect((await done('budget', '--together')).together).toEqual((await site.run('together')).together);
    const none = await sfumato(['receipt', 'show', '0', '--config', site.config]);
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('Record 0 is no answer')]);
  });
});
