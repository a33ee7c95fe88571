import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fromBase64Url, SfumatoError, systemClock, systemEntropy } from '../../src/base/index.ts';
import { verifyReceipt } from '../../src/client/index.ts';
import {
  type Draft,
  FederatedReply,
  formatReceipts,
  type MaskReply,
  parseReceipts,
  receiptsOf,
} from '../../src/contract/index.ts';
import {
  type CoordinatorContext,
  coordinatorApp,
  coordinatorContext,
  coordinatorMemory,
} from '../../src/coordinator/index.ts';
import { openJournal } from '../../src/journal/index.ts';
import { type Post, type SiteLink, unsignedLink } from '../../src/link/index.ts';
import { nodeApp } from '../../src/node/index.ts';
import { rational, shareHalfWidth } from '../../src/privacy/laws.ts';
import { MemoryDisk } from '../support/memory-disk.ts';
import { openRoster, patientsIn, type Roster, type RosterSite } from '../support/roster-sites.ts';
import { coordinatorConfig } from '../support/spoken-site.ts';

const SITES = ['harbour', 'hillside', 'lakeside'];
const PATIENTS: Draft = { count: 'patients', epsilon: '0.5' };

let roster: Roster;
beforeAll(async () => {
  roster = await openRoster(SITES);
}, 180_000);
afterAll(() => roster.remove());

/** What happens to a message on its way; nothing when left out. */
type Mishap = (site: string, verb: 'advertise' | 'mask', send: () => Promise<unknown>) => Promise<unknown>;

function linkTo({ site, node }: RosterSite, mishap: Mishap): SiteLink {
  const post: Post = async (url, posted) => {
    const response = await nodeApp(node().ctx).request(new URL(url).pathname, {
      method: 'POST',
      ...posted,
    } as RequestInit);
    return new Uint8Array(await response.arrayBuffer());
  };
  const link = unsignedLink({ site, url: 'http://node', post });
  return {
    ...link,
    advertise: (...input) => mishap(site, 'advertise', () => link.advertise(...input)) as never,
    mask: (...input) => mishap(site, 'mask', () => link.mask(...input)) as never,
  };
}

const config = coordinatorConfig(
  SITES.map((id) => ({ id })),
  { deadlineMs: 20_000 },
);

interface Coordinator {
  readonly disk: MemoryDisk;
  readonly ctx: CoordinatorContext;
}

async function coordinator(disk = new MemoryDisk()): Promise<Coordinator> {
  const memory = coordinatorMemory();
  const onFatal = (error: Error) => {
    throw error;
  };
  const entropy = systemEntropy();
  const journal = await openJournal({ disk, clock: systemClock, entropy, onFatal, folds: memory.folds });
  return { disk, ctx: coordinatorContext({ config, links: new Map(), journal, memory, entropy }) };
}

const calmly: Mishap = (_site, _verb, send) => send();

async function ask({ ctx }: Coordinator, signed: string, mishap = calmly): Promise<FederatedReply> {
  const links = new Map(roster.sites.map((site) => [site.site, linkTo(site, mishap)]));
  const app = coordinatorApp({ ...ctx, links });
  const response = await app.request('/trpc/query.ask', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ signed }),
  });
  const body = z.object({ result: z.object({ data: FederatedReply }) }).parse(await response.json());
  return body.result.data;
}

const spent = (): readonly bigint[] =>
  roster.sites.map(({ node }) =>
    node()
      .ctx.budget.meters()
      .reduce((sum, { reserved, committed }) => sum + reserved[0]! + committed[0]!, 0n),
  );

const COST = 3n * 500_000_000n;

/** How much more each site has spent since. */
function since(before: readonly bigint[]): readonly bigint[] {
  return spent().map((now, at) => (now - before[at]!) / COST);
}

function lost(): Promise<never> {
  return Promise.reject(new SfumatoError('unreachable-peer', 'Lost.'));
}

/** Loses what one site says at one step, once or always. */
function losing(victim: string, step: 'advertise' | 'mask', when: 'before' | 'after', times = 1): Mishap {
  let left = times;
  return async (site, verb, send) => {
    if (site !== victim || verb !== step || left === 0) {
      return await send();
    }
    left -= 1;
    if (when === 'after') {
      await send();
    }
    return await lost();
  };
}

let asked = 0;
/** A question that was never asked before. */
function fresh(change = {}, epsilon = PATIENTS.epsilon): string {
  asked += 1;
  return roster.question({ ...PATIENTS, epsilon, where: { PatientAge: { between: [0, 60 + asked] } } }, change);
}

describe('a total', () => {
  it('is the sum over all sites, with the interval of the roster’s noise and nothing of any site', async () => {
    const before = spent();
    const reply = await ask(await coordinator(), roster.question(PATIENTS));
    const truth = roster.sites.map(patientsIn).reduce((sum, one) => sum + one);
    const shares = { scale: rational(2n, 1n), parts: 2, count: 3 };
    expect(reply.sites).toEqual(SITES.map((site) => ({ site, state: 'answered', charged: '0.5' })));
    expect(reply.combined).toMatchObject({
      sites: SITES,
      pieces: [{ halfWidth: shareHalfWidth(shares, { alpha: '0.05' }).toString() }],
    });
    const missed = BigInt(reply.combined?.pieces[0]?.values[0] ?? '0') - truth;
    const most = shareHalfWidth(shares, { alpha: 1e-9 });
    expect(missed <= most && -missed <= most).toBe(true);
    expect(since(before)).toEqual([1n, 1n, 1n]);
  });

  it('comes with every site’s receipt, which shows offline that its vector stands in its log, and vectors that add up to it', async () => {
    const reply = await ask(await coordinator(), fresh());
    const file = formatReceipts(receiptsOf(reply));
    const keys = roster.sites.map(({ node }) => node().ctx.notary.key);
    const receipts = parseReceipts(file) ?? [];
    const verdicts = receipts.map((one) => verifyReceipt(one, keys));
    expect(
      verdicts.map(({ site, evidence, answer, round }) => ({ site, evidence, answer, sites: round?.sites })),
    ).toEqual(SITES.map((site) => ({ site, evidence: 'holds', answer: 'masked', sites: 3 })));
    expect(new Set(verdicts.map(({ round }) => round?.hash)).size).toBe(1);
    const vectors = receipts.flatMap(({ answer }) =>
      answer.state === 'masked' ? [fromBase64Url(answer.vector)!] : [],
    );
    const sum = vectors
      .map((bytes) => new DataView(bytes.buffer).getBigUint64(0, true))
      .reduce((all, one) => all + one);
    expect(String(BigInt.asIntN(64, sum))).toBe(reply.combined?.pieces[0]?.values[0]);
    const [first, second] = receipts;
    expect(
      verifyReceipt({ ...first!, answer: { ...first!.answer, vector: 'AAAAAAAAAAA' } as never }, keys),
    ).toMatchObject({
      evidence: 'broken',
    });
    expect(verifyReceipt({ ...first!, receipt: second!.receipt }, keys)).toMatchObject({ evidence: 'broken' });
  });

  it('is the same when it is asked for again, also of a coordinator that was restarted, and free', async () => {
    const signed = fresh();
    const first = await coordinator();
    const { combined } = await ask(first, signed);
    const before = spent();
    const again = await ask(first, signed);
    expect(again.combined).toEqual(combined);
    expect(again.sites.map(({ charged }) => charged)).toEqual(['0', '0', '0']);
    expect((await ask(await coordinator(first.disk), signed)).combined).toEqual(combined);
    expect(since(before)).toEqual([0n, 0n, 0n]);
  });

  it('is one for a request that is sent twice at once, over sites that answer late: both get it, and it is charged once', async () => {
    const [before, here, signed] = [spent(), await coordinator(), fresh()];
    const late: Mishap = async (_site, _verb, send) => {
      const out = await send();
      await systemClock.until(systemClock.monotonicMs() + Math.random() * 60);
      return out;
    };
    const [one, two] = await Promise.all([ask(here, signed, late), ask(here, signed, late)]);
    expect(one?.combined).not.toBeNull();
    expect(two?.combined).toEqual(one?.combined);
    expect(since(before)).toEqual([1n, 1n, 1n]);
    here.ctx.journal.assertServing();
  });

  it('gives means and tables like any other question', async () => {
    const draft: Draft = { mean: 'PatientAge', by: [{ field: 'PatientSex', values: ['F', 'M'] }], epsilon: '1' };
    const { combined } = await ask(await coordinator(), roster.question(draft));
    const rows = combined?.results[0]?.rows ?? [];
    expect(combined?.keys).toHaveLength(2);
    for (const [mean] of rows) {
      expect(mean?.value).toBeGreaterThan(20);
      expect(mean?.value).toBeLessThan(90);
    }
  });
});

describe('a total of which something is lost', () => {
  it.each(['before', 'after'] as const)(
    'is not begun where a site’s key is lost %s it was made; nothing is charged',
    async (when) => {
      const before = spent();
      const coordinating = await coordinator();
      const signed = fresh();
      const reply = await ask(coordinating, signed, losing('hillside', 'advertise', when));
      expect(reply).toMatchObject({ combined: null, notCombined: expect.stringContaining('hillside took no part') });
      expect(reply.sites.map(({ state }) => state)).toEqual(['not-asked', 'unavailable', 'not-asked']);
      expect(since(before)).toEqual([0n, 0n, 0n]);
      expect((await ask(coordinating, signed)).combined).not.toBeNull();
      expect(since(before)).toEqual([1n, 1n, 1n]);
    },
  );

  it.each(['before', 'after'] as const)(
    'goes on with the same round where a vector is lost %s it was made',
    async (when) => {
      const before = spent();
      const coordinating = await coordinator();
      const signed = fresh();
      const reply = await ask(coordinating, signed, losing('lakeside', 'mask', when));
      expect(reply).toMatchObject({ combined: null, notCombined: expect.stringContaining('lakeside sent no vector') });
      expect(reply.notCombined).not.toContain('attempts that were signed');
      expect(reply.sites.map(({ state }) => state)).toEqual(['answered', 'answered', 'unavailable']);
      // Even a coordinator that was killed in between goes on with it.
      const { combined } = await ask(await coordinator(coordinating.disk), signed);
      expect(combined?.sites).toEqual(SITES);
      expect(since(before)).toEqual([1n, 1n, 1n]);
    },
  );

  it('ends explicitly where a site has lost its key, and is tried again only if the analyst signed for that', async () => {
    const before = spent();
    const losesKey: Mishap = async (site, verb, send) => {
      if (site === 'harbour' && verb === 'mask') {
        await roster.sites[0]!.restart();
      }
      return await send();
    };
    const once = await ask(await coordinator(), fresh(), losesKey);
    expect(once).toMatchObject({ combined: null, notCombined: expect.stringContaining('harbour (round-unfit)') });
    expect(once.sites.map(({ charged }) => charged)).toEqual([undefined, '0.5', '0.5']);
    expect(receiptsOf(once).map(({ answer }) => [answer.site, answer.state])).toEqual([['harbour', 'refused']]);
    expect(since(before)).toEqual([0n, 1n, 1n]);
    let first = true;
    const losesOnce: Mishap = (site, verb, send) => {
      const isFirst = first && verb === 'mask' && site === 'harbour';
      first &&= !isFirst;
      return isFirst ? losesKey(site, verb, send) : send();
    };
    const twice = await ask(await coordinator(), fresh({ maxAttempts: 2 }), losesOnce);
    expect(twice.combined?.sites).toEqual(SITES);
    expect(twice.sites.map(({ charged }) => charged)).toEqual(['0.5', '1', '1']);
    expect(since(before)).toEqual([1n, 3n, 3n]);
    // What the attempt before it cost is lost to the patients as well, though nothing came of it.
    expect(twice.loss).toEqual({ sites: 3, question: '2.5', total: '2.5' });
  });

  const garbled: Mishap = async (site, verb, send) => {
    const reply = (await send()) as MaskReply;
    return verb === 'mask' && site === 'harbour' && reply.answer.state === 'masked'
      ? { ...reply, answer: { ...reply.answer, round: 'f'.repeat(64) } }
      : reply;
  };

  it.each(['gathered', 'concluded'] as const)(
    'counts what an attempt has cost the patients once, and not never, where the coordinator dies when it is %s',
    async (point) => {
      const { disk, ctx } = await coordinator();
      const signed = fresh();
      const fault = (at: string): void => {
        if (at === point) {
          throw new Error('The coordinator died.');
        }
      };
      const before = spent();
      await expect(ask({ disk, ctx: { ...ctx, fault } }, signed, garbled)).rejects.toThrow();
      const restarted = await coordinator(disk);
      const again = await ask(restarted, signed, garbled);
      expect(again).toMatchObject({ combined: null, notCombined: expect.stringContaining('the vector of harbour') });
      expect(again.loss).toEqual({ sites: 3, question: '1.5', total: '1.5' });
      const none = await ask(restarted, signed);
      expect(none.notCombined).toContain('used up');
      // Of this request, though nobody is asked any more.
      expect(none.loss).toEqual(again.loss);
      expect(since(before)).toEqual([1n, 1n, 1n]);
    },
  );

  it('says so when all attempts are used up, and asks nobody', async () => {
    const coordinating = await coordinator();
    const signed = fresh();
    const first = await ask(coordinating, signed, garbled);
    expect(first).toMatchObject({ combined: null, notCombined: expect.stringContaining('the vector of harbour') });
    const before = spent();
    const again = await ask(coordinating, signed);
    expect(again).toMatchObject({ combined: null, notCombined: expect.stringContaining('used up') });
    expect(again.sites.every(({ state }) => state === 'not-asked')).toBe(true);
    expect(since(before)).toEqual([0n, 0n, 0n]);
  });

  it('says that another attempt may follow, and be charged, where more were signed', async () => {
    const coordinating = await coordinator();
    const signed = fresh({ maxAttempts: 2 });
    const before = spent();
    const { notCombined } = await ask(coordinating, signed, losing('lakeside', 'mask', 'before'));
    expect(notCombined).toContain('the next of the attempts that were signed begins instead, and is charged.');
    await roster.sites[2]!.restart();
    const { combined, loss } = await ask(coordinating, signed);
    expect(combined?.sites).toEqual(SITES);
    expect(since(before)).toEqual([2n, 2n, 1n]);
    expect(loss).toMatchObject({ question: '2.5', total: '2.5' });
    expect((await ask(await coordinator(coordinating.disk), signed)).loss).toEqual(loss);
    expect((await ask(coordinating, fresh({}, '0.1'))).loss).toMatchObject({ question: '0.3', total: '2.8' });
  });

  it('counts a vector once that came spoilt, and as it is when the same request was sent again', async () => {
    const coordinating = await coordinator();
    const signed = fresh({}, '0.1');
    const late = losing('lakeside', 'mask', 'before');
    const first = await ask(coordinating, signed, (site, verb, send) =>
      garbled(site, verb, () => late(site, verb, send)),
    );
    expect(first.loss).toEqual({ sites: 3, question: '0.2', total: '0.2' });
    const again = await ask(await coordinator(coordinating.disk), signed);
    expect(again.combined?.sites).toEqual(SITES);
    expect(again.sites.map(({ charged }) => charged)).toEqual(['0', '0', '0.1']);
    expect(again.loss).toEqual({ sites: 3, question: '0.3', total: '0.3' });
  });

  it('has nothing weaker to give: two vectors of three hold no number', async () => {
    const reply = await ask(await coordinator(), fresh(), losing('lakeside', 'mask', 'before', 99));
    expect(reply.combined).toBeNull();
    expect(reply.sites.map(({ state }) => state)).toEqual(['answered', 'answered', 'unavailable']);
    expect(JSON.stringify(reply)).not.toContain('vector"');
  });
});
