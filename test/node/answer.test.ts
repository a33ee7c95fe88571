import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { canonicalJson } from '../../src/base/index.ts';
import { type Draft, DryRunReply } from '../../src/contract/index.ts';
import { parseEpsilon } from '../../src/privacy/index.ts';
import { noiseSum, rational } from '../../src/privacy/laws.ts';
import { askedNode, CT } from '../support/asked-node.ts';
import { analyst } from '../support/signing.ts';

const { node, app, question, dryRunOf, post, ask } = await askedNode();
afterAll(() => node.remove());

const spent = (): bigint =>
  node.ctx.budget.meters().reduce((sum, { reserved, committed }) => sum + reserved[0]! + committed[0]!, 0n);

const REFUSED: readonly [string, string, () => string][] = [
  ['what is no request', 'malformed', () => 'hello'],
  ['a request of another key', 'unknown-key', () => question(CT, {}, analyst().secretKey)],
  ['a question to other sites', 'wrong-site', () => question(CT, { sites: ['hillside', 'lakeside'] })],
  ['an expired request', 'expired', () => question(CT, { expires: Date.now() - 1 })],
  ['a request that never expires', 'expired', () => question(CT, { expires: Date.now() + 365 * 86_400_000 })],
  ['an unknown project', 'not-approved', () => question(CT, { project: 'elsewhere' })],
  ['another policy version', 'policy-version', () => question(CT, { policy: 'imaging-metadata@9.9.9' })],
  ['ε for another way of counting', 'other-accountant', () => question(CT, { accountant: 'zcdp' })],
  ['a misspelt field', 'unknown-field', () => question({ ...CT, where: { Modalty: 'CT' } })],
  ['a field outside the project', 'unknown-field', () => question({ ...CT, where: { KVP: 120 } })],
  ['a value outside the domain', 'unknown-value', () => question({ ...CT, where: { Modality: 'CTT' } })],
  ['a wish for absent values', 'unknown-value', () => question({ ...CT, where: { Modality: 'MISSING' } })],
  ['too little ε', 'epsilon-out-of-range', () => question({ ...CT, epsilon: '0.000000001' })],
  ['too much ε', 'epsilon-out-of-range', () => question({ ...CT, epsilon: '3' })],
  ['too few sites', 'too-few-sites', () => question(CT, { sites: ['harbour'], minSites: 1 })],
  ['a lower floor of answers', 'too-few-sites', () => question(CT, { minSites: 1 })],
  [
    'too many cells',
    'too-many-groups',
    () => question({ ...CT, by: ['Modality', 'BodyPartExamined', 'Manufacturer'] }),
  ],
  ['a block that does not exist', 'unknown-value', () => question({ ...CT, blocks: [1999] })],
];

describe('a node', () => {
  it.each(REFUSED)('refuses %s as %s, in one sentence and free', async (_, code, signed) => {
    const before = spent();
    const { answer, replayed } = await ask(signed());
    expect(answer).toMatchObject({ state: 'refused', site: 'harbour', code });
    expect(replayed).toBe(false);
    expect(spent()).toBe(before);
  });

  it('names the nearest known field', async () => {
    const { answer } = await ask(question({ ...CT, where: { Modalty: 'CT' } }));
    expect(answer).toMatchObject({ detail: expect.stringContaining('did you mean Modality') });
  });

  it('never answers a request of which any part was altered', async () => {
    const signed = question({ ...CT, epsilon: '0.2' });
    const before = spent();
    for (let at = 0; at < signed.length; at += 7) {
      const other = signed[at] === 'A' ? 'B' : 'A';
      const { answer } = await ask(`${signed.slice(0, at)}${other}${signed.slice(at + 1)}`);
      expect(answer).toMatchObject({
        state: 'refused',
        code: expect.stringMatching(/^(malformed|bad-signature|unknown-key)$/),
      });
    }
    expect(spent()).toBe(before);
  });

  it('never takes a signed dry run for a question', async () => {
    const signed = dryRunOf(CT);
    expect((await ask(signed)).answer).toMatchObject({ code: 'malformed' });
    const quote = await (await post('query.dryRun', { signed })).json();
    expect(quote).toMatchObject({ result: { data: { state: 'quoted', cost: { epsilon: '0.1', stored: false } } } });
  });

  it('serves a question again free, byte for byte, also under another id, another form and a smaller ε', async () => {
    const draft: Draft = { count: 'series', where: { all: [{ Modality: ['MR', 'CT'] }] }, epsilon: '0.2' };
    const first = await ask(question(draft));
    expect(first.answer.state).toBe('released');
    const before = spent();
    const rewritten: Draft = { count: 'series', where: { Modality: ['CT', 'MR', 'CT'] }, epsilon: '0.1' };
    const again = await ask(question(rewritten));
    expect(again.replayed).toBe(true);
    expect(canonicalJson(again.answer)).toBe(canonicalJson(first.answer));
    expect(spent()).toBe(before);
  });

  it('quotes of a stored answer the noise that it has, not that of a smaller ε', async () => {
    const draft: Draft = { mean: 'PatientAge', where: { Modality: 'MR' }, epsilon: '0.4' };
    const { answer } = await ask(question(draft));
    const quote = await (await post('query.dryRun', { signed: dryRunOf({ ...draft, epsilon: '0.1' }) })).json();
    const { pieces } = answer.state === 'released' ? answer : { pieces: [] };
    expect(pieces).toHaveLength(2);
    const cost = { epsilon: '0', stored: true };
    expect(quote).toMatchObject({ result: { data: { cost, epsilon: '0.1', pieces } } });
  });

  it('refuses another request under a known id', async () => {
    const id = 'b'.repeat(32);
    expect((await ask(question({ ...CT, where: { Modality: 'US' } }, { id }))).answer.state).toBe('released');
    expect((await ask(question({ ...CT, where: { Modality: 'CR' } }, { id }))).answer).toMatchObject({
      code: 'id-conflict',
    });
  });

  it('charges a question that many ask at once only once', async () => {
    const draft: Draft = { ...CT, count: 'studies', epsilon: '0.3' };
    const before = spent();
    const replies = await Promise.all(Array.from({ length: 12 }, () => ask(question(draft))));
    expect(new Set(replies.map(({ answer }) => canonicalJson(answer))).size).toBe(1);
    expect(replies.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(spent() - before).toBe(3n * 300_000_000n);
  });

  it('records copies of a refused request once', async () => {
    const signed = question(CT, { expires: Date.now() - 5 });
    await ask(signed);
    const before = node.ctx.journal.records;
    for (let copy = 0; copy < 20; copy += 1) {
      expect((await ask(signed)).answer).toMatchObject({ code: 'expired' });
    }
    expect(node.ctx.journal.records).toBe(before);
  });

  it('says busy while both engine slots are held, and charges nothing', async () => {
    const taken = [node.ctx.slots.take(), node.ctx.slots.take()];
    const before = spent();
    const signed = question({ ...CT, where: { Modality: 'PT' } });
    expect((await ask(signed)).answer).toMatchObject({ code: 'busy' });
    expect(spent()).toBe(before);
    for (const slot of taken) {
      slot?.release();
    }
    expect((await ask(signed)).answer.state).toBe('released');
  });

  it('adds a stored finer table up for a coarser question, free, and says how, every time', async () => {
    const where = { Modality: ['PT', 'NM'] };
    const fine = await ask(question({ count: 'patients', by: ['PatientSex'], where, epsilon: '0.5' }));
    const before = spent();
    const coarse: Draft = { count: 'patients', where, epsilon: '0.05' };
    const quote = await (await post('query.dryRun', { signed: dryRunOf(coarse) })).json();
    // The noise of five draws at ε 0.5, not of one at 0.05.
    const law = { name: 'discrete-laplace' as const, scale: rational(2n, 1n) };
    const { within, variance } = noiseSum(Array.from({ length: 5 }, () => law));
    const interval = { confidence: '0.95', halfWidth: String(within(0.05)) };
    const pieces = [{ mechanism: { epsilon: '0.5', variance: expect.closeTo(variance, 9) }, interval }];
    expect(quote).toMatchObject({ result: { data: { cost: { epsilon: '0', stored: true }, pieces } } });
    const signed = question(coarse);
    const first = await ask(signed);
    expect(canonicalJson(first.answer)).toBe(canonicalJson(fine.answer));
    expect(first).toMatchObject({ replayed: true, collapse: { over: ['PatientSex'] } });
    const again = await ask(signed);
    expect([again.answer, again.collapse]).toEqual([first.answer, first.collapse]);
    expect(spent()).toBe(before);
    // At the same ε its own noise would be narrower than that of five cells, so it is drawn and paid for.
    const own = await ask(question({ ...coarse, epsilon: '0.5' }));
    expect([own.replayed, own.collapse]).toEqual([false, undefined]);
    expect(spent()).toBeGreaterThan(before);
  });

  it.each<[string, Draft]>([
    ['a count', { count: 'studies', by: ['Modality'], epsilon: '0.01' }],
    ['a mean', { mean: { field: 'PatientAge', clamp: [18, 90] }, epsilon: '0.01' }],
    [
      'quantiles',
      { quantiles: { field: 'PatientAge', per: 'study', at: ['0.9'] }, by: ['PatientSex'], epsilon: '0.01' },
    ],
    ['a histogram', { histogram: 'PatientAge', epsilon: '0.01' }],
    [
      'several measures',
      {
        measures: [{ count: 'patients', weight: 7 }, { variance: 'PatientAge' }, { sum: 'PatientAge', weight: 2 }],
        epsilon: '0.01',
      },
    ],
  ])('charges and releases exactly what the dry run said: %s', async (_, draft) => {
    const body = z.looseObject({ result: z.object({ data: DryRunReply }) });
    const quoted = body.parse(await (await post('query.dryRun', { signed: dryRunOf(draft) })).json()).result.data;
    const meters = node.ctx.budget.meters().length;
    const before = spent();
    const { answer } = await ask(question(draft));
    if (answer.state !== 'released' || quoted.state !== 'quoted') {
      throw new Error('both are answers');
    }
    const { measures, pieces, epsilon, blocks, queryHash, keys } = answer;
    expect({ measures, pieces, epsilon, blocks, queryHash }).toEqual({
      ...{ measures: quoted.measures, pieces: quoted.pieces, epsilon: quoted.cost.epsilon },
      ...{ blocks: quoted.blocks, queryHash: quoted.queryHash },
    });
    expect([quoted.epsilon, quoted.cells]).toEqual([draft.epsilon, keys.length]);
    // Each meter pays the sum of the shares: block, project and analyst.
    const shares = pieces.reduce((sum, { mechanism }) => sum + (parseEpsilon(mechanism.epsilon) ?? 0n), 0n);
    expect([shares, meters]).toEqual([10_000_000n, 3]);
    expect(spent() - before).toBe(3n * shares);
  });

  it('states everything about a release but what is not to be told', async () => {
    const { answer, receipt } = await ask(question({ ...CT, by: ['PatientSex'], where: { Modality: 'NM' } }));
    expect(answer).toMatchObject({
      state: 'released',
      keys: ['F', 'M', 'O', 'OTHER', 'MISSING'].map((PatientSex) => ({ PatientSex })),
      caps: { groupsPerPatient: 1 },
      measures: [{ kind: 'count', of: 'patients', perGroup: 1 }],
      epsilon: '0.1',
      pieces: [
        {
          width: 1,
          mechanism: {
            name: 'discrete-laplace',
            epsilon: '0.1',
            sensitivity: '1',
            scale: { numerator: '10', denominator: '1' },
          },
        },
      ],
      privacyUnit: 'patient',
    });
    expect(receipt).toMatchObject({ site: 'harbour' });
  });

  it('says in a dry run of a total what the total would be refused for', async () => {
    const draft: Draft = { variance: 'PatientAge', by: ['Modality'], epsilon: '0.01' };
    const signed = dryRunOf(draft, { release: 'total' });
    const quote = await (await post('query.dryRun', { signed })).json();
    const refused = {
      state: 'refused',
      code: 'unsupported-shape',
      detail: expect.stringContaining('too long to draw'),
    };
    expect(quote).toMatchObject({ result: { data: refused } });
  });

  it('refuses once a meter is short, and not before, as a dry run says beforehand', async () => {
    const modalities = ['CT', 'MR', 'US', 'CR', 'DX', 'MG', 'PT', 'NM', 'XA'];
    const codes: string[] = [];
    for (const Modality of modalities) {
      const draft: Draft = { count: 'instances', where: { Modality }, epsilon: '2' };
      const quote = await (await post('query.dryRun', { signed: dryRunOf(draft) })).json();
      const { answer } = await ask(question(draft));
      expect(quote).toMatchObject({ result: { data: { covered: answer.state === 'released' } } });
      codes.push(answer.state === 'refused' ? answer.code : answer.state);
    }
    const released = codes.filter((code) => code === 'released').length;
    expect(codes).toEqual([
      ...Array(released).fill('released'),
      ...Array(codes.length - released).fill('budget-exhausted'),
    ]);
    const block = node.ctx.budget.meters().find(({ id }) => id.startsWith('block:'));
    expect(block?.left[0]).toBeLessThan(2_000_000_000n);
  });
});

describe('the HTTP surface', () => {
  it('is live, ready, and takes nothing but POST', async () => {
    expect((await app.request('/healthz')).status).toBe(200);
    expect((await app.request('/readyz')).status).toBe(200);
    expect((await app.request('/trpc/site.facts')).status).toBe(405);
    expect((await app.request('/elsewhere')).status).toBe(404);
  });

  it('states public facts and nothing counted', async () => {
    const body = await (await post('site.facts', {})).json();
    const year = new Date().getUTCFullYear();
    expect(body).toMatchObject({ result: { data: { site: 'harbour', blocks: [year], minSites: 2, serving: true } } });
  });

  it.each([
    ['no body', ''],
    ['no JSON', '{'],
    ['too deep', '['.repeat(3_000)],
    ['an unknown member', JSON.stringify({ signed: 'x', more: 1 })],
    ['another type', JSON.stringify({ signed: 7 })],
  ])('answers %s with an error that says nothing', async (_, body) => {
    const response = await app.request('/trpc/query.answer', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    const text = await response.text();
    expect(text).not.toMatch(/ at |node_modules|src\//);
  });

  it('turns a body away that is too long', async () => {
    const body = JSON.stringify({ signed: 'x'.repeat(300_000) });
    const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
    const response = await app.request('/trpc/query.answer', { method: 'POST', headers, body });
    expect(response.status).toBe(413);
  });

  it.each([
    [200, 'as long as is allowed', 262_144],
    [413, 'longer than is allowed', 262_145],
  ])('answers %i to a body without a declared length that is %s', async (status, _, length) => {
    const facts = new Blob([' '.repeat(length - 2), '{}']).stream();
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: facts, duplex: 'half' } as const;
    expect((await app.request('/trpc/site.facts', init)).status).toBe(status);
  });

  it('opens no body whose length is declared, and none to a probe', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': '2' };
    const asked = new globalThis.Request('http://node/trpc/site.facts', { method: 'POST', headers, body: '{}' });
    const probe = new globalThis.Request('http://node/healthz');
    for (const request of [asked, probe]) {
      Object.defineProperty(request, 'body', { get: () => expect.unreachable('a stream was made of the body') });
      expect((await app.fetch(request)).status).toBe(200);
    }
  });
});
