import { beforeEach, describe, expect, it } from 'vitest';
import { assert, canonicalJson, hashText } from '../../src/base/index.ts';
import { isAnswer, toReply } from '../../src/budget/index.ts';
import { answerDigest } from '../../src/contract/index.ts';
import { readJournal } from '../../src/journal/index.ts';
import {
  answerTo,
  ask,
  BLOCK,
  type BudgetSite,
  grant,
  METERS,
  mechanismOf,
  openSite,
  questionOf,
  request,
  reserveFor,
  spent,
} from '../support/budget-site.ts';
import { setClock } from '../support/journal-parts.ts';
import { MemoryDisk } from '../support/memory-disk.ts';

let disk: MemoryDisk;
let site: BudgetSite;

beforeEach(async () => {
  disk = new MemoryDisk();
  site = await openSite(disk);
  await grant(site, 1_000_000_000n);
});

const textOf = (answer: Parameters<typeof toReply>[0]) => canonicalJson(toReply(answer).answer);
const kinds = () => [...readJournal(disk)].map(({ kind }) => kind);

describe('what meters come to in zCDP', () => {
  it('is Σ ε²/2 over what was charged, on the very meters, and is not what is enforced', async () => {
    expect(site.budget.otherwise().size).toBe(0);
    await answerTo(site, { ref: request(1), question: questionOf('one'), nanoEpsilon: 100_000_000n });
    await answerTo(site, { ref: request(2), question: questionOf('two'), nanoEpsilon: 300_000_001n });
    const atto = (100_000_000n ** 2n + 300_000_001n ** 2n + 1n) / 2n;
    expect([...site.budget.otherwise().keys()].sort()).toEqual(site.budget.meters().map(({ id }) => id));
    expect([...site.budget.otherwise().values()].every((sum) => sum === atto)).toBe(true);
    // 0.4 of 1 is spent in ε, which is what the cap counts; in zCDP it is 0.05 of ρ.
    expect(site.budget.meters().every(({ left }) => left[0] === 599_999_999n)).toBe(true);
  });

  it('counts what is given up no more, what is charged once more again, and is the same after a restart', async () => {
    const asking = { ref: request(1), nanoEpsilon: 100_000_000n };
    const rho = 100_000_000n ** 2n / 2n;
    const sums = (of: BudgetSite) => [...of.budget.otherwise().values()];
    expect(await ask(site, { ...asking, givesUp: () => true })).toBe('busy');
    expect(sums(site)).toEqual([0n, 0n, 0n]);
    await reserveFor(site, asking, mechanismOf(asking));
    // The process ends here; a copy of the site may have spent what it had set aside.
    const later = await openSite(disk);
    expect(sums(later)).toEqual([rho, rho, rho]);
    const recalled = later.budget.recall(asking.ref);
    assert(recalled.state === 'interrupted', 'what was reserved is interrupted');
    const { interrupted } = recalled;
    const parts = { interrupted, mechanism: mechanismOf(asking), question: questionOf(asking.ref.id), meters: METERS };
    await later.budget.resume({ ...parts, snapshot: 'snapshot-1', actor: 'ada', charged: true });
    expect(sums(later)).toEqual([2n * rho, 2n * rho, 2n * rho]);
    expect(sums(await openSite(disk))).toEqual([2n * rho, 2n * rho, 2n * rho]);
  });

  it('counts what was written off as one loss, which is at least what several of that sum come to', async () => {
    const meters = [{ meter: BLOCK, nanoEpsilon: '400000000' }];
    await site.journal.append({ kind: 'write-off', actor: 'witness', body: { cause: 'recovery', meters } }).durable;
    expect(site.budget.otherwise().get(BLOCK)).toBe(400_000_000n ** 2n / 2n);
    expect((await openSite(disk)).budget.otherwise().get(BLOCK)).toBe(400_000_000n ** 2n / 2n);
  });
});

describe('a request', () => {
  it('is charged on every meter and answered with a receipt that stands in the journal', async () => {
    const answer = await answerTo(site, { ref: request(1) });
    const { replayed, receipt, answer: wire } = toReply(answer);
    expect(replayed).toBe(false);
    expect(wire).toMatchObject({ state: 'released', site: 'north', epsilon: '0.1' });
    const record = [...readJournal(disk)].find(({ seq }) => seq === receipt?.seq);
    expect(record).toMatchObject({
      kind: 'commit',
      recordHash: receipt?.recordHash,
      body: { digest: answerDigest(wire, receipt?.opening ?? '') },
    });
    expect(site.budget.meters().map(({ committed, left }) => [committed[0], left[0]])).toEqual(
      Array(3).fill([100_000_000n, 900_000_000n]),
    );
  });

  it('stands in the journal under a digest that no guess fits without the opening, and the opening is nowhere in clear', async () => {
    const { receipt, answer } = toReply(await answerTo(site, { ref: request(1) }));
    const opening = receipt?.opening ?? '';
    const clear = canonicalJson([...readJournal(disk)].map(({ body }) => body));
    const clearBytes = Object.values(disk.files()).map((bytes) => new TextDecoder().decode(bytes));
    expect(clear).toContain(answerDigest(answer, opening));
    expect(clearBytes.some((text) => text.includes(opening))).toBe(false);
    const openings = [...clearBytes.join('').matchAll(/[0-9a-f]{32}/g)].map(([found]) => found);
    expect(openings.length).toBeGreaterThan(5);
    expect(openings.some((guess) => clear.includes(answerDigest(answer, guess)))).toBe(false);
  });

  it('gets the same bytes for the same id and text, free, every time', async () => {
    const first = await answerTo(site, { ref: request(1) });
    const before = kinds().length;
    for (let time = 0; time < 20; time += 1) {
      const again = await answerTo(site, { ref: request(1) });
      expect(textOf(again)).toBe(textOf(first));
      expect(toReply(again)).toEqual({ ...toReply(first), replayed: true });
    }
    expect(spent(site)).toBe(100_000_000n);
    expect(kinds()).toHaveLength(before);
  });

  it('conflicts with another text under its id, before, while and after it runs', async () => {
    const other = request(1, { textHash: hashText('text', 'other') });
    const running = ask(site, { ref: request(1) });
    expect(await ask(site, { ref: other })).toBe('id-conflict');
    await running;
    expect(await ask(site, { ref: other })).toBe('id-conflict');
    expect(spent(site)).toBe(100_000_000n);
  });

  it('has an id of its own in every project and under every key', async () => {
    await answerTo(site, { ref: request(1) });
    await answerTo(site, { ref: request(1, { project: 'hearts' }), question: questionOf('b') });
    await answerTo(site, { ref: request(1, { key: 'q'.repeat(43) }), question: questionOf('c') });
    expect(spent(site)).toBe(300_000_000n);
  });

  it('is joined by its own copies while it runs: one run, one charge, one answer', async () => {
    let runs = 0;
    const asking = {
      ref: request(1),
      run: () => {
        runs += 1;
      },
    };
    const answers = await Promise.all(Array.from({ length: 20 }, () => answerTo(site, asking)));
    expect(new Set(answers.map(textOf)).size).toBe(1);
    expect(answers.filter((answer) => !toReply(answer).replayed)).toHaveLength(1);
    expect(runs).toBe(1);
    expect(spent(site)).toBe(100_000_000n);
  });

  it('is not answered before its commit is durable, to anybody', async () => {
    const mechanism = mechanismOf<unknown>({ ref: request(1) });
    const outcome = await reserveFor(site, { ref: request(1), question: questionOf('a') }, mechanism);
    expect(outcome.state).toBe('charged');
    expect(site.budget.recall(request(1)).state).toBe('running');
    const second = { ref: request(2), question: questionOf('a'), shares: [1n], actor: 'ada' };
    expect(await site.budget.lookup(second)).toBeUndefined();
    expect(site.budget.running(questionOf('a'))).toBeDefined();
  });

  it('is not answered, nor its question, in the moment when its commit is written but not synced', async () => {
    const looks: unknown[] = [];
    const holder: { site?: BudgetSite; looking?: boolean } = {};
    const question = questionOf('a');
    const slow = new MemoryDisk(
      {},
      {
        onStep: (step) => {
          if (step === 'sync' && holder.looking && holder.site !== undefined) {
            holder.looking = false;
            const { budget } = holder.site;
            looks.push(budget.recall(request(1)).state, budget.running(question) !== undefined);
            looks.push(budget.lookup({ ref: request(2), question, shares: [1n], actor: 'ada' }));
          }
        },
      },
    );
    const fault = (point: string) => {
      holder.looking = point === 'released';
    };
    holder.site = await openSite(slow, { fault });
    await grant(holder.site, 1_000_000_000n);
    await answerTo(holder.site, { ref: request(1), question });
    expect(await Promise.all(looks)).toEqual(['running', true, undefined]);
  });

  it('that is refused costs nothing, is on record, and can be asked again', async () => {
    const frozen = await ask(site, { ref: request(1), check: () => 'frozen' });
    expect(frozen).toBe('frozen');
    const refusal = await site.budget.refuse({ ref: request(1), code: 'frozen', detail: 'Since noon.', actor: 'ada' });
    expect(toReply(refusal)).toMatchObject({
      answer: {
        code: 'frozen',
        detail: 'Since noon.',
        of: { requestId: request(1).id, textHash: request(1).textHash },
      },
      replayed: false,
      receipt: { seq: kinds().lastIndexOf('refuse') },
    });
    expect(JSON.stringify([...readJournal(disk)])).not.toContain('Since noon.');
    expect(spent(site)).toBe(0n);
    expect(toReply(await answerTo(site, { ref: request(1) })).answer.state).toBe('released');
  });

  it('is refused again by the same words and record, though it is another hour by then', async () => {
    const slow = new MemoryDisk();
    const clock = setClock(3_599_000);
    const hourly = await openSite(slow, { clock });
    const refused = async (number: number) =>
      toReply(await hourly.budget.refuse({ ref: request(number), code: 'frozen', actor: 'ada' }));
    const first = await refused(1);
    expect(first.answer).toMatchObject({ of: { hourMs: 0 } });
    clock.now += 2_000;
    expect(await refused(1)).toEqual({ ...first, replayed: true });
    expect((await refused(2)).answer).toMatchObject({ of: { requestId: request(2).id, hourMs: 3_600_000 } });
  });

  it('that nobody known has signed is counted, and not recorded', () => {
    const before = kinds().length;
    const refusal = site.budget.countRefusal({ code: 'bad-signature' });
    site.budget.countRefusal({ code: 'malformed', detail: 'Not a request.' });
    expect(toReply(refusal)).toMatchObject({ answer: { code: 'bad-signature' }, receipt: null });
    expect(toReply(refusal).answer).not.toHaveProperty('of');
    expect(site.budget.counted()).toEqual({ malformed: 1, 'bad-signature': 1, 'unknown-key': 0, unavailable: 0 });
    expect(kinds()).toHaveLength(before);
  });
});

describe('a question', () => {
  const question = questionOf('how many');

  it('that was answered at this ε or more is served free, from the best answer', async () => {
    const low = await answerTo(site, { ref: request(1), question, nanoEpsilon: 100_000_000n });
    const high = await answerTo(site, { ref: request(2), question, nanoEpsilon: 200_000_000n });
    const served = await answerTo(site, { ref: request(3), question, nanoEpsilon: 50_000_000n });
    expect(textOf(served)).toBe(textOf(high));
    expect(textOf(served)).not.toBe(textOf(low));
    expect(toReply(served)).toMatchObject({ replayed: true, receipt: toReply(high).receipt });
    expect(spent(site)).toBe(300_000_000n);
  });

  it('asked at more ε than any answer had is drawn and charged in full', async () => {
    await answerTo(site, { ref: request(1), question, nanoEpsilon: 100_000_000n });
    const more = await answerTo(site, { ref: request(2), question, nanoEpsilon: 100_000_001n });
    expect(toReply(more).replayed).toBe(false);
    expect(spent(site)).toBe(200_000_001n);
  });

  it('once served to a request stays that request’s answer, though a better one comes', async () => {
    await answerTo(site, { ref: request(1), question, nanoEpsilon: 100_000_000n });
    const served = await answerTo(site, { ref: request(2), question, nanoEpsilon: 50_000_000n });
    await answerTo(site, { ref: request(3), question, nanoEpsilon: 300_000_000n });
    const retried = await answerTo(site, { ref: request(2), question, nanoEpsilon: 50_000_000n });
    expect(textOf(retried)).toBe(textOf(served));
    await site.journal.close();
    site = await openSite(disk);
    expect(textOf(await answerTo(site, { ref: request(2), question }))).toBe(textOf(served));
    expect(await ask(site, { ref: request(2, { textHash: hashText('text', 'other') }) })).toBe('id-conflict');
  });

  it('is drawn once, though many ask it at the same time', async () => {
    let runs = 0;
    const run = () => {
      runs += 1;
    };
    const all = Array.from({ length: 30 }, (_, at) => answerTo(site, { ref: request(at), question, run }));
    expect(new Set((await Promise.all(all)).map(textOf)).size).toBe(1);
    expect(runs).toBe(1);
    expect(spent(site)).toBe(100_000_000n);
  });

  it('is never answered by one that failed', async () => {
    const mechanism = mechanismOf<unknown>({ ref: request(1) });
    const outcome = await reserveFor(site, { ref: request(1), question }, mechanism);
    expect(outcome.state).toBe('charged');
    if (outcome.state === 'charged') {
      site.budget.startRun(outcome.charge);
      const failed = await site.budget.conclude({ charge: outcome.charge, actor: 'ada' });
      const of = { requestId: request(1).id, textHash: request(1).textHash };
      expect(toReply(failed).answer).toMatchObject({ state: 'refused', code: 'unavailable', of });
      expect(textOf(await answerTo(site, { ref: request(1), question }))).toBe(textOf(failed));
    }
    expect(spent(site)).toBe(100_000_000n);
    expect(toReply(await answerTo(site, { ref: request(2), question })).answer.state).toBe('released');
    expect(spent(site)).toBe(200_000_000n);
  });
});

describe('an answer', () => {
  it('is told from everything else by who made it, not by its type', async () => {
    const answer = await answerTo(site, { ref: request(1) });
    expect(isAnswer(answer)).toBe(true);
    const forged = [
      { ...answer },
      Object.create(answer),
      new Proxy(answer, {}),
      toReply(answer),
      null,
      'answer',
      undefined,
    ];
    for (const value of forged) {
      expect(isAnswer(value)).toBe(false);
      expect(() => toReply(value as never)).toThrow();
    }
  });

  it('shows nothing of itself until it is sent', async () => {
    const answer = await answerTo(site, { ref: request(1) });
    expect(JSON.stringify(answer)).toBe('{}');
    expect(Reflect.ownKeys(answer)).toEqual([]);
  });
});
