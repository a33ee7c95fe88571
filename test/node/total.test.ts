import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBase64Url } from '../../src/base/index.ts';
import { toMaskReply } from '../../src/budget/index.ts';
import {
  AdvertiseReply,
  type Draft,
  DryRunReply,
  type MaskedWire,
  type MaskReply,
  Reply,
  readRequest,
  signRequest,
} from '../../src/contract/index.ts';
import { maskVector } from '../../src/node/verbs/total/mask.ts';
import { addTo, fromRing, rational, ringOf, shareHalfWidth } from '../../src/privacy/laws.ts';
import {
  advertiseAll,
  keysOf,
  maskOf,
  openRoster,
  patientsIn,
  type Roster,
  type RosterSite,
  start,
} from '../support/roster-sites.ts';
import { signedQuestion } from '../support/signing.ts';

const PATIENTS: Draft = { count: 'patients', epsilon: '0.5' };

let roster: Roster;
let sites: readonly [RosterSite, RosterSite, RosterSite];

beforeAll(async () => {
  roster = await openRoster(['harbour', 'hillside', 'lakeside']);
  sites = roster.sites as typeof sites;
}, 180_000);
afterAll(() => roster.remove());

const spent = (site: RosterSite): bigint =>
  site
    .node()
    .ctx.budget.meters()
    .reduce((sum, { reserved, committed }) => sum + reserved[0]! + committed[0]!, 0n);

const COST = 3n * 500_000_000n; // one block, the project and the person

function vectorOf({ answer }: MaskReply): BigUint64Array {
  return ringOf(fromBase64Url((answer as MaskedWire).vector)!);
}

function sum(replies: readonly MaskReply[]): readonly bigint[] {
  const total = new BigUint64Array(1);
  for (const reply of replies) {
    addTo(total, vectorOf(reply), 1);
  }
  return fromRing(total);
}

async function round(signed: string, own = start()): Promise<readonly MaskReply[]> {
  const advertisements = await keysOf(sites, signed, own);
  return Promise.all(sites.map((site) => maskOf(site, signed, { start: own, advertisements })));
}

describe('a round of three sites', () => {
  it('gives the total with the noise of the roster’s shares, at the cost of one answer each', async () => {
    const before = sites.map(spent);
    const replies = await round(roster.question(PATIENTS));
    expect(replies.map(({ answer }) => answer)).toMatchObject(
      sites.map(({ site }) => ({
        ...{ state: 'masked', site, epsilon: '0.5', shares: { count: 3, parts: 2 } },
        definition: expect.stringContaining(
          "of the total, against bounded computing power and while 2 of the 3 sites don't",
        ),
      })),
    );
    const truth = sites.map(patientsIn).reduce((all, one) => all + one);
    // b = 2; the total misses by more than this with a probability of 10⁻⁹.
    const most = shareHalfWidth({ scale: rational(2n, 1n), parts: 2, count: 3 }, { alpha: 1e-9 });
    const [total] = sum(replies);
    expect(truth).toBeGreaterThan(40n);
    expect(total! - truth <= most && truth - total! <= most).toBe(true);
    expect(sites.map((site, at) => spent(site) - before[at]!)).toEqual(sites.map(() => COST));
  });

  it('shows nothing of a site: its own vector is some integer of 64 bits', async () => {
    const replies = await round(roster.question({ ...PATIENTS, where: { Modality: 'CT' } }));
    for (const reply of replies) {
      const [value] = fromRing(vectorOf(reply));
      expect(value! > 2n ** 32n || value! < -(2n ** 32n)).toBe(true);
      expect(JSON.stringify(reply.answer)).not.toContain('"values"');
    }
  });

  it('gives the same bytes again, free, at once, twice at a time and after a restart', async () => {
    const signed = roster.question({ ...PATIENTS, where: { Modality: 'MR' } });
    const own = start();
    const advertisements = await keysOf(sites, signed, own);
    const ask = () => maskOf(sites[0], signed, { start: own, advertisements });
    const before = spent(sites[0]);
    const [first, twin] = await Promise.all([ask(), ask()]);
    expect(twin!.answer).toEqual(first!.answer);
    expect([first!.replayed, twin!.replayed].sort()).toEqual([false, true]);
    expect((await ask()).answer).toEqual(first!.answer);
    await sites[0].restart();
    expect((await ask()).answer).toEqual(first!.answer);
    expect(spent(sites[0]) - before).toBe(COST);
    expect(first!.receipt).toMatchObject({ kind: 'commit', site: 'harbour' });
  });

  it('forgets its key once it has charged, so that nobody finds in memory what undoes the masks', async () => {
    const signed = roster.question({ ...PATIENTS, where: { PatientSex: 'M' } });
    const own = start();
    const advertisements = await keysOf(sites, signed, own);
    const { rounds } = sites[0].node().ctx;
    const { request, textHash } = readRequest('question', signed)!;
    const { key, project, id } = request;
    const ref = { key, project, id, textHash, attempt: own.attempt };
    const { secretKey } = rounds.find(ref)!;
    expect(secretKey.some((byte) => byte !== 0)).toBe(true);
    await maskOf(sites[0], signed, { start: own, advertisements });
    expect(rounds.find(ref)).toBeUndefined();
    expect(secretKey).toEqual(new Uint8Array(secretKey.length));
  });

  it('never gives a second vector for one attempt, whatever keys or nonce come with it', async () => {
    const signed = roster.question({ ...PATIENTS, where: { PatientSex: 'F' } });
    const own = start();
    const advertisements = await keysOf(sites, signed, own);
    const first = await maskOf(sites[0], signed, { start: own, advertisements });
    const before = spent(sites[0]);
    const [again] = await advertiseAll([sites[0]], signed, start());
    expect(again).toMatchObject({ state: 'refused', code: 'round-unfit' });
    const other = await maskOf(sites[0], signed, { start: start(), advertisements });
    expect(other.answer).toMatchObject({ state: 'refused', code: 'round-unfit' });
    const swapped = [...advertisements].reverse();
    expect((await maskOf(sites[0], signed, { start: own, advertisements: swapped })).answer).toEqual(first.answer);
    expect(spent(sites[0])).toBe(before);
  });

  it('is tried again only as often as the analyst signed, each time charged and with other bytes', async () => {
    const signed = roster.question({ ...PATIENTS, where: { PatientSex: 'M' } }, { maxAttempts: 2 });
    const before = spent(sites[1]);
    const [first, second] = [await round(signed), await round(signed, start(2))];
    expect(vectorOf(second[1]!)).not.toEqual(vectorOf(first[1]!));
    expect(spent(sites[1]) - before).toBe(2n * COST);
    const [third] = await advertiseAll([sites[1]], signed, start(3));
    expect(third).toMatchObject({ state: 'refused', code: 'round-unfit' });
  });
});

describe('a site that is told something else', () => {
  it('works the round out for itself, so another query, ε, roster or attempt is another round', async () => {
    const own = start();
    const rounds = await Promise.all(
      [
        roster.question(PATIENTS, { id: 'a'.repeat(32) }),
        roster.question({ ...PATIENTS, epsilon: '0.6' }, { id: 'a'.repeat(32) }),
        roster.question({ ...PATIENTS, where: { Modality: 'CT' } }, { id: 'a'.repeat(32) }),
        roster.question(PATIENTS, { id: 'b'.repeat(32) }),
        roster.question(PATIENTS, { id: 'c'.repeat(32), sites: ['harbour', 'hillside'], minSites: 2 }),
      ].map(async (signed) => (await advertiseAll([sites[0]], signed, own))[0]),
    );
    const seen = rounds.map((reply) => (reply?.state === 'advertised' ? reply.round : reply?.code));
    expect(new Set(seen).size).toBe(5);
    expect(seen.every((one) => one?.length === 64)).toBe(true);
  });

  const UNFIT = { state: 'refused', code: 'round-unfit' };

  it('takes no part where a key is missing, of another round, forged, twice there or not its own', async () => {
    const signed = roster.question({ ...PATIENTS, where: { PatientAge: { between: [40, 90] } } });
    const own = start();
    const [a, b, c] = await keysOf(sites, signed, own);
    const [, other] = await keysOf(sites, signed, start());
    // Asking anew has replaced the keys of the first nonce at every site; the first round is begun once more.
    const [a2, b2, c2] = await keysOf(sites, signed, own);
    const before = spent(sites[0]);
    const forged = { ...b2!, ephemeral: c2!.ephemeral };
    for (const advertisements of [
      [a2!, b2!],
      [a2!, other!, c2!],
      [a2!, forged, c2!],
      [a2!, b2!, b2!],
      [a!, b2!, c2!],
      [a2!, b2!, { ...c2!, site: 'elsewhere' }],
      [a2!, b2!, c2!, { ...c2!, site: 'elsewhere' }],
    ]) {
      expect((await maskOf(sites[0], signed, { start: own, advertisements })).answer).toMatchObject(UNFIT);
    }
    expect(spent(sites[0])).toBe(before);
    expect([a, b, c]).not.toEqual([a2, b2, c2]);
    expect((await maskOf(sites[0], signed, { start: own, advertisements: [a2!, b2!, c2!] })).answer.state).toBe(
      'masked',
    );
  });

  it('takes no part once it has lost the key of a round, and is not charged', async () => {
    const signed = roster.question({ ...PATIENTS, where: { PatientAge: { between: [60, 90] } } });
    const own = start();
    const advertisements = await keysOf(sites, signed, own);
    await sites[2].restart();
    const before = spent(sites[2]);
    expect((await maskOf(sites[2], signed, { start: own, advertisements })).answer).toMatchObject(UNFIT);
    expect(spent(sites[2])).toBe(before);
  });

  it('takes no part with a site whose key was never enrolled', async () => {
    const named = ['elsewhere', 'harbour', 'hillside'];
    const [reply] = await advertiseAll([sites[0]], roster.question(PATIENTS, { sites: named }), start());
    expect(reply).toMatchObject({
      state: 'refused',
      code: 'roster-unknown',
      detail: expect.stringContaining('elsewhere'),
    });
  });

  it('never answers for itself what was signed for a total, nor masks what was not', async () => {
    const total = roster.question(PATIENTS);
    const plain = await sites[0].post('query.answer', { signed: total }, Reply);
    expect(plain.answer).toMatchObject({ state: 'refused', code: 'unsupported-shape' });
    const ordinary = signedQuestion({
      ...{ secretKey: roster.ada.secretKey, draft: PATIENTS, sites: sites.map(({ site }) => site) },
    });
    expect((await advertiseAll([sites[0]], ordinary, start()))[0]).toMatchObject(UNFIT);
  });
});

describe('a dry run of a total', () => {
  it('quotes the noise of the total, and never a stored answer', async () => {
    const query = { ...PATIENTS, where: { Modality: 'CT' }, blocks: [new Date().getUTCFullYear()] };
    const named = sites.map(({ site }) => site);
    const plain = signedQuestion({ secretKey: roster.ada.secretKey, draft: query, sites: named });
    expect((await sites[0].post('query.answer', { signed: plain }, Reply)).answer.state).toBe('released');
    const draft = {
      ...{ version: 1 as const, id: 'd'.repeat(32), project: 'lung-imaging', key: roster.ada.publicKey, sites: named },
      ...{ minSites: 3, maxAttempts: 1, policy: 'imaging-metadata@1.1.0', expires: Date.now() + 60_000, query },
    };
    const quoted = async (more: object) =>
      await sites[0].post(
        'query.dryRun',
        { signed: signRequest('dry-run', { ...draft, ...more }, roster.ada.secretKey) },
        DryRunReply,
      );
    const shares = { scale: rational(2n, 1n), parts: 2, count: 3 };
    expect(await quoted({ release: 'total' })).toMatchObject({
      cost: { epsilon: '0.5', stored: false },
      pieces: [{ interval: { halfWidth: shareHalfWidth(shares, { alpha: '0.05' }).toString() } }],
    });
    expect(await quoted({})).toMatchObject({ cost: { stored: true }, pieces: [{ interval: { halfWidth: '6' } }] });
    const alone = { sites: named.slice(0, 1), minSites: 1, release: 'total' };
    expect(await quoted(alone)).toMatchObject({ state: 'refused', code: 'too-few-sites' });
    // Pieces of one noise are worked out once, and stay themselves.
    const { count: _, ...rest } = query;
    const several = {
      ...rest,
      measures: [
        { count: 'patients', weight: 1 },
        { count: 'studies', weight: 1 },
      ],
    };
    const namesOf = (reply: unknown) =>
      (reply as { pieces: { measure: number; name: string }[] }).pieces.map(({ measure, name }) => [measure, name]);
    const both = await Promise.all([quoted({ query: several }), quoted({ query: several, release: 'total' })]);
    expect(namesOf(both[1])).toEqual(namesOf(both[0]));
  });
});

describe('the noise of a masked vector', () => {
  it('is drawn after admission and charge and before the next record, in many turns, so that none of them tells how wide it is', async () => {
    const signed = roster.question({ sum: 'PatientAge', epsilon: '0.01' });
    const own = start();
    const advertisements = await keysOf(sites, signed, own);
    const { ctx } = sites[0].node();
    const before = ctx.journal.records;
    let [isAdmitted, turn] = [false, 0];
    const draws: { isAdmitted: boolean; records: number; turn: number }[] = [];
    const noted = {
      ...ctx,
      slots: {
        take() {
          isAdmitted = true;
          return ctx.slots.take();
        },
      },
      entropy: {
        fill(bytes: Uint8Array) {
          draws.push({ isAdmitted, records: ctx.journal.records - before, turn });
          ctx.entropy.fill(bytes);
        },
      },
    };
    let isOver = false;
    const next = () => {
      turn += 1;
      if (!isOver) {
        setImmediate(next);
      }
    };
    next();
    const contribution = await maskVector({ ctx: noted, input: { signed, start: own, advertisements } });
    isOver = true;
    expect(toMaskReply(contribution).answer.state).toBe('masked');
    expect(draws.length).toBeGreaterThan(1);
    for (const draw of draws) {
      expect(draw).toMatchObject({ isAdmitted: true, records: 1 });
    }
    expect(new Set(draws.map((draw) => draw.turn)).size).toBeGreaterThan(1);
  });
});

describe('what holds for an answer', () => {
  it('holds for a masked vector: no slot, no answer and no charge', async () => {
    const signed = roster.question({ ...PATIENTS, where: { Modality: ['CT', 'MR'] } });
    const own = start();
    const advertisements = await keysOf(sites, signed, own);
    const taken = [sites[0].node().ctx.slots.take(), sites[0].node().ctx.slots.take()];
    const before = spent(sites[0]);
    const ask = () => maskOf(sites[0], signed, { start: own, advertisements });
    expect((await ask()).answer).toMatchObject({ state: 'refused', code: 'busy' });
    expect(spent(sites[0])).toBe(before);
    for (const slot of taken) {
      slot?.release();
    }
    expect((await ask()).answer.state).toBe('masked');
  });

  it('holds for a masked vector: what the budget does not cover is refused', async () => {
    for (let asked = 0; ; asked += 1) {
      const signed = roster.question({ ...PATIENTS, epsilon: '2', where: { PatientAge: { between: [asked, 90] } } });
      const own = start();
      const advertisements = await keysOf(sites, signed, own);
      const { answer } = await maskOf(sites[0], signed, { start: own, advertisements });
      if (answer.state === 'refused') {
        expect(answer.code).toBe('budget-exhausted');
        expect(asked).toBeLessThan(6);
        return;
      }
    }
  });

  it('holds for a masked vector: form, key and signature', async () => {
    const signed = roster.question(PATIENTS);
    const altered = `${signed.slice(0, -4)}${signed.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
    const reply = await sites[0].post('total.advertise', { signed: altered, start: start() }, AdvertiseReply);
    expect(reply).toMatchObject({ state: 'refused', code: expect.stringMatching(/bad-signature|malformed/) });
    const stranger = signedQuestion({
      ...{ secretKey: new Uint8Array(32).fill(9), draft: PATIENTS, sites: sites.map(({ site }) => site) },
      change: { release: 'total' },
    });
    expect((await advertiseAll([sites[0]], stranger, start()))[0]).toMatchObject({ code: 'unknown-key' });
  });
});
