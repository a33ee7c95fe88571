import { afterEach, describe, expect, it } from 'vitest';
import { federationClient } from '../../src/client/index.ts';
import { coordinatorApp } from '../../src/coordinator/index.ts';
import { analyst, signedDraft, signedQuestion } from '../support/signing.ts';
import { closeSites, PIECE, release, reply, siteThatSays, testCoordinator } from '../support/spoken-site.ts';

const ada = analyst();
afterEach(closeSites);

const draft = { count: 'patients' as const, by: ['PatientSex'], epsilon: '0.5' };
const questionTo = (sites: readonly string[]): string =>
  signedQuestion({ secretKey: ada.secretKey, draft, sites: [...sites].sort() });

/** A promise and what fulfils it. */
function waiting(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve: () => resolve() };
}

/** The coordinator's app as the platform's HTTP client would reach it. */
async function reached(sites: { id: string; url: string }[], change = {}) {
  const { app, ctx, journal, questions } = await testCoordinator(sites, { deadlineMs: 30_000, ...change });
  const fetch = async (input: string | URL | Request, init?: object) => await app.request(input, init);
  return { client: federationClient({ url: 'http://coordinator', fetch }), app, ctx, journal, questions };
}

describe('a question that is followed', () => {
  it('tells every site’s outcome as soon as it is there, and the whole at the end', async () => {
    const slow = waiting();
    const sites = [
      await siteThatSays('a', reply(release('a')), slow.promise),
      await siteThatSays('b', reply(release('b'))),
      await siteThatSays('c', { nonsense: true }),
    ];
    const { client, journal } = await reached(sites);
    const told: string[] = [];
    const answered = client.ask(questionTo(['a', 'b', 'c']), ({ site, state }) => {
      told.push(`${site} ${state}`);
      if (told.length === 2) {
        // The slow site answers only once the others’ outcomes have been seen here.
        slow.resolve();
      }
    });
    const { sites: outcomes, combined } = await answered;
    expect([...told.slice(0, 2)].sort()).toEqual(['b answered', 'c unavailable']);
    expect(told[2]).toBe('a answered');
    expect(outcomes.map(({ site }) => site)).toEqual(['a', 'b', 'c']);
    expect(combined?.sites).toEqual(['a', 'b']);
    await journal.close();
  });

  it('is on record to its end, though nobody listens any more', async () => {
    const slow = waiting();
    const sites = [await siteThatSays('a', reply(release('a')), slow.promise)];
    const { app, journal, questions } = await reached(sites);
    const response = await app.request('/trpc/query.follow?batch=1', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'trpc-accept': 'application/jsonl' },
      body: JSON.stringify({ 0: { signed: questionTo(['a', 'b']) } }),
    });
    await response.body?.cancel();
    await expect.poll(() => questions.open(), { timeout: 10_000 }).toHaveLength(1);
    slow.resolve();
    await expect.poll(() => questions.open(), { timeout: 10_000 }).toEqual([]);
    expect(questions.losses()).toEqual([500_000_000n]);
    await journal.close();
  });

  it('refuses a second call in one request', async () => {
    const { app, journal } = await reached([await siteThatSays('a', reply(release('a')))]);
    const signed = questionTo(['a', 'b']);
    const response = await app.request('/trpc/query.ask,query.ask?batch=1', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ 0: { signed }, 1: { signed } }),
    });
    expect(response.status).toBe(400);
    expect(journal.records).toBe(1);
    await journal.close();
  });

  it('says what a patient of up to m sites loses: by this answer, and by all so far', async () => {
    const sites = await Promise.all(['a', 'b', 'c'].map((site) => siteThatSays(site, reply(release(site)))));
    const everywhere = await reached(sites);
    expect((await everywhere.client.ask(questionTo(['a', 'b', 'c']))).loss).toEqual({
      ...{ sites: 3, question: '1.5', total: '1.5' },
    });
    expect((await everywhere.client.ask(questionTo(['a', 'b']))).loss).toMatchObject({ question: '1', total: '2.5' });
    const atTwo = await reached(sites, { patientSitesMax: 2 });
    expect((await atTwo.client.ask(questionTo(['a', 'b', 'c']))).loss).toEqual({ sites: 2, question: '1', total: '1' });
    // There are no more sites than there are.
    const atMost = await reached(sites, { patientSitesMax: 500 });
    expect((await atMost.client.ask(questionTo(['a', 'b', 'c']))).loss).toMatchObject({ sites: 3, question: '1.5' });
    await atMost.journal.close();
    // A site that has left the configuration has answered all the same.
    const left = coordinatorApp({
      ...everywhere.ctx,
      config: { ...everywhere.ctx.config, sites: [{ id: 'a', unsigned: false }] },
    });
    const fetch = async (input: string | URL | Request, init?: object) => await left.request(input, init);
    const after = federationClient({ url: 'http://coordinator', fetch });
    expect((await after.ask(questionTo(['a', 'b']))).loss).toMatchObject({ sites: 3, total: '3.5' });
    await everywhere.journal.close();
    await atTwo.journal.close();
  });

  it('says of a stream that broke off that asking again is free', async () => {
    const fetch = async () => new Response('{"json":{', { headers: { 'content-type': 'application/json' } });
    const client = federationClient({ url: 'http://coordinator', fetch });
    await expect(client.ask(questionTo(['a', 'b']))).rejects.toThrow(/ask again: .* is stored there and free/);
    const change = { release: 'total' as const };
    const total = signedQuestion({ secretKey: ada.secretKey, draft, sites: ['a', 'b'], change });
    // Another request for the same total would be charged anew.
    await expect(client.ask(total)).rejects.toThrow(/send the same signed request again: .* signed anew is\.$/);
  });

  it('says of a coordinator that has spoken and went away nothing of TLS, and of one that isn’t there nothing of its answers', async () => {
    const failing = (code: string) => async (): Promise<Response> => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
    };
    const facts = JSON.stringify({ result: { data: { protocol: 1, minSites: 1, sites: [] } } });
    const said = async () => new Response(`[${facts}]`, { headers: { 'content-type': 'application/json' } });
    const ways = [failing('ECONNRESET'), failing('ECONNREFUSED'), said, failing('ECONNRESET')];
    const fetch: Parameters<typeof federationClient>[0]['fetch'] = async () => await (ways.shift() ?? said)();
    const client = federationClient({ url: 'http://coordinator', fetch });
    const asked = () => client.ask(questionTo(['a', 'b']));
    await expect(asked()).rejects.toThrow(/stored there and free\. .* if TLS is spoken there/);
    await expect(asked()).rejects.toThrow(
      /^The coordinator at http:\/\/coordinator did not answer\. Port 80 was tried, as the address names no other\.$/,
    );
    await client.facts().catch(() => undefined);
    await expect(asked()).rejects.toThrow(/stored there and free\.$/);
  });
});

const quote = (site: string, timeClassSeconds = 1) => ({
  ...{ state: 'quoted', site, policy: 'imaging-metadata@1.1.0', queryHash: 'c'.repeat(64), epsilon: '0.5' },
  ...{ measures: release(site).measures, pieces: [PIECE], cells: 2, timeClassSeconds, blocks: [2026] },
  ...{ cost: { epsilon: '0.5', stored: false }, covered: true, moreSuch: 3 },
});
const draftTo = (sites: readonly string[]): string => signedDraft({ secretKey: ada.secretKey, draft, sites });

describe('a dry run that is followed', () => {
  it('tells every site’s quote as soon as it is there', async () => {
    const slow = waiting();
    const sites = [await siteThatSays('a', quote('a'), slow.promise), await siteThatSays('b', quote('b'))];
    const { client, journal } = await reached(sites);
    const told: string[] = [];
    const quoted = client.dryRun(draftTo(['a', 'b']), ({ site, state }) => {
      told.push(`${site} ${state}`);
      // The slow site answers only once the other's quote has been seen here.
      slow.resolve();
    });
    expect((await quoted).sites.map(({ site, quote: own }) => [site, own?.state])).toEqual([
      ['a', 'quoted'],
      ['b', 'quoted'],
    ]);
    expect(told).toEqual(['b answered', 'a answered']);
    await journal.close();
  });

  it('is the same as one that isn’t', async () => {
    const sites = [await siteThatSays('a', quote('a')), await siteThatSays('b', { nonsense: true })];
    const { app, client, journal } = await reached(sites);
    const signed = draftTo(['a', 'b', 'c']);
    const response = await app.request('/trpc/query.dryRun', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ signed }),
    });
    expect(await client.dryRun(signed)).toEqual(JSON.parse(await response.text()).result.data);
    await journal.close();
  });

  it('ends with a sentence where it is no draft', async () => {
    const { client, journal } = await reached([await siteThatSays('a', quote('a'))]);
    await expect(client.dryRun('nonsense')).rejects.toMatchObject({ code: 'unreachable-peer' });
    await journal.close();
  });
});
