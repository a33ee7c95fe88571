import { describe, expect, it } from 'vitest';
import { canonicalJson, isSfumatoError } from '../../src/base/index.ts';
import { type FaultPoint, toReply } from '../../src/budget/index.ts';
import { readJournal } from '../../src/journal/index.ts';
import {
  answerTo,
  ask,
  type BudgetSite,
  grant,
  KEY,
  METERS,
  mechanismOf,
  openSite,
  questionOf,
  request,
  reserveFor,
  runCharged,
  spent,
} from '../support/budget-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';

const textOf = (answer: Parameters<typeof toReply>[0]) => canonicalJson(toReply(answer).answer);
const kindsOf = (disk: MemoryDisk) => [...readJournal(disk)].map(({ kind }) => kind);
const COST = 100_000_000n;
const OTHER_KEY = new Uint8Array(32).fill(9);

/** What is durable at each named point while one request is answered, and the answer. */
async function answerOnce() {
  const disk = new MemoryDisk();
  const durable = new Map<FaultPoint, Record<string, Uint8Array>>();
  const site = await openSite(disk, {
    fault: (point) =>
      durable.set(
        point,
        disk.afterCrash(() => 0),
      ),
  });
  await grant(site, 1_000_000_000n);
  const answer = await answerTo(site, { ref: request(1) });
  expect([...durable.keys()]).toEqual(['reserving', 'reserved', 'released', 'committed']);
  const at = (point: FaultPoint) => new MemoryDisk(durable.get(point)!);
  return { at, answer };
}

const AS_RESERVED = { question: questionOf(request(1).id), meters: METERS, snapshot: 'snapshot-1', actor: 'ada' };

/** A site that crashed while request 1 ran. */
async function interruptedDisk(): Promise<MemoryDisk> {
  return (await answerOnce()).at('reserved');
}

/** Resumes request 1 and crashes before it is answered. */
async function resumeAndCrash(disk: MemoryDisk): Promise<MemoryDisk> {
  const site = await openSite(disk);
  const recalled = site.budget.recall(request(1));
  expect(recalled.state).toBe('interrupted');
  if (recalled.state === 'interrupted') {
    const mechanism = mechanismOf<unknown>({ ref: request(1) });
    const { interrupted } = recalled;
    const outcome = await site.budget.resume({ mechanism, interrupted, ...AS_RESERVED });
    expect(outcome.state).toBe('charged');
  }
  return new MemoryDisk(disk.afterCrash(() => 0));
}

describe('after a crash', () => {
  it('before the reservation was durable, nothing was charged and the request is new', async () => {
    const site = await openSite((await answerOnce()).at('reserving'));
    expect(spent(site)).toBe(0n);
    expect(site.budget.recall(request(1)).state).toBe('new');
  });

  it.each(['reserved', 'released'] as const)(
    'at “%s”, the request stays charged and is resumed without a second charge',
    async (point) => {
      const disk = (await answerOnce()).at(point);
      const site = await openSite(disk);
      expect(spent(site)).toBe(COST);
      expect(site.budget.recall(request(1)).state).toBe('interrupted');
      const answer = await answerTo(site, { ref: request(1) });
      expect(toReply(answer).answer.state).toBe('released');
      expect(spent(site)).toBe(COST);
      expect(kindsOf(disk).filter((kind) => ['reserve', 'resume', 'commit'].includes(kind))).toEqual([
        'reserve',
        'resume',
        'commit',
      ]);
      expect(textOf(await answerTo(site, { ref: request(1) }))).toBe(textOf(answer));
    },
  );

  it('after the commit, the answer is the one that was committed, byte for byte, with the same receipt', async () => {
    const { at, answer } = await answerOnce();
    let disk = at('committed');
    for (let restart = 0; restart < 3; restart += 1) {
      const site = await openSite(disk);
      const again = await answerTo(site, { ref: request(1) });
      expect(textOf(again)).toBe(textOf(answer));
      expect(toReply(again)).toEqual({ ...toReply(answer), replayed: true });
      expect(spent(site)).toBe(COST);
      await site.journal.close();
      disk = new MemoryDisk(disk.files());
    }
  });

  it('a request is resumed three times at most; then its answer is “unavailable” for good, and it stays charged', async () => {
    let disk = await interruptedDisk();
    for (let time = 0; time < 3; time += 1) {
      disk = await resumeAndCrash(disk);
    }
    const site = await openSite(disk);
    const last = await answerTo(site, { ref: request(1) });
    expect(toReply(last).answer).toMatchObject({ state: 'refused', code: 'unavailable' });
    expect(spent(site)).toBe(COST);
    expect(textOf(await answerTo(site, { ref: request(1) }))).toBe(textOf(last));
    const again = await openSite(new MemoryDisk(disk.files()));
    expect(textOf(await answerTo(again, { ref: request(1) }))).toBe(textOf(last));
    expect(kindsOf(disk).filter((kind) => kind === 'resume')).toHaveLength(3);
  });

  it('a request never runs on another snapshot or with another mechanism under its old charge', async () => {
    for (const change of [{ snapshot: 'snapshot-2' }, { cells: 3 }, { nanoEpsilon: COST - 1n }]) {
      const disk = await interruptedDisk();
      const site = await openSite(disk);
      const answer = await answerTo(site, { ref: request(1), ...change });
      expect(toReply(answer).answer).toMatchObject({ state: 'refused', code: 'unavailable' });
      expect(spent(site)).toBe(COST);
      expect(kindsOf(disk)).not.toContain('resume');
    }
  });

  it('a request that is not authorised any more stays interrupted, and may be resumed later', async () => {
    const disk = await interruptedDisk();
    const site = await openSite(disk);
    const before = kindsOf(disk);
    expect(await ask(site, { ref: request(1), check: () => 'frozen' })).toBe('frozen');
    expect(kindsOf(disk)).toEqual(before);
    expect(toReply(await answerTo(site, { ref: request(1) })).answer.state).toBe('released');
  });

  it('the same request delivered many times is resumed once', async () => {
    const disk = await interruptedDisk();
    const site = await openSite(disk);
    const answers = await Promise.all(Array.from({ length: 12 }, () => answerTo(site, { ref: request(1) })));
    expect(new Set(answers.map(textOf)).size).toBe(1);
    expect(kindsOf(disk).filter((kind) => kind === 'resume')).toHaveLength(1);
  });

  it('another request for the same question pays for a draw of its own, unless there is an answer by then', async () => {
    const site = await openSite(await interruptedDisk());
    const asking = { ref: request(2), question: questionOf(request(1).id) };
    expect(toReply(await answerTo(site, asking)).replayed).toBe(false);
    expect(spent(site)).toBe(2n * COST);
  });
});

describe('giving up', () => {
  const reserved = async (site: BudgetSite) => {
    const mechanism = mechanismOf<unknown>({ ref: request(1) });
    const outcome = await reserveFor(site, { ref: request(1) }, mechanism);
    if (outcome.state !== 'charged') {
      throw new Error('not charged');
    }
    return { mechanism, charge: outcome.charge };
  };

  it('before the run starts gives everything back, and the request can be made again', async () => {
    const site = await openSite(new MemoryDisk());
    await grant(site, COST);
    const { charge, mechanism } = await reserved(site);
    await site.budget.abandon({ charge, actor: 'ada' });
    expect(spent(site)).toBe(0n);
    await expect(runCharged(site, { ref: request(1) }, { charge, mechanism })).rejects.toThrow(/not a live charge/);
    expect(toReply(await answerTo(site, { ref: request(1) })).replayed).toBe(false);
    expect(spent(site)).toBe(COST);
  });

  it('is impossible once the run has started, and concluding before it', async () => {
    const site = await openSite(new MemoryDisk());
    await grant(site, COST);
    const { charge } = await reserved(site);
    await expect(site.budget.conclude({ charge, actor: 'ada' })).rejects.toThrow(/abandoned/);
    site.budget.startRun(charge);
    expect(() => site.budget.startRun(charge)).toThrow(/runs once/);
    await expect(site.budget.abandon({ charge, actor: 'ada' })).rejects.toThrow(/concluded/);
    expect(spent(site)).toBe(COST);
    await site.budget.conclude({ charge, actor: 'ada' });
    expect(spent(site)).toBe(COST);
  });

  it.each([
    ['another question', { question: questionOf('another') }],
    ['fewer meters', { meters: METERS.slice(1) }],
    ['another snapshot', { snapshot: 'snapshot-2' }],
  ])('never resumes %s under a charge: it ends as unavailable, and stays charged', async (_, change) => {
    const site = await openSite(await interruptedDisk());
    const recalled = site.budget.recall(request(1));
    if (recalled.state !== 'interrupted') {
      throw new Error('not interrupted');
    }
    const mechanism = mechanismOf<unknown>({ ref: request(1) });
    const outcome = await site.budget.resume({
      mechanism,
      interrupted: recalled.interrupted,
      ...AS_RESERVED,
      ...change,
    });
    expect(outcome.state).toBe('concluded');
    expect(spent(site)).toBe(COST);
  });

  it('gives nothing back of a request that was resumed, which stays resumable', async () => {
    const disk = await interruptedDisk();
    const site = await openSite(disk);
    const recalled = site.budget.recall(request(1));
    if (recalled.state !== 'interrupted') {
      throw new Error('not interrupted');
    }
    const mechanism = mechanismOf<unknown>({ ref: request(1) });
    const { interrupted } = recalled;
    const resumed = await site.budget.resume({ mechanism, interrupted, ...AS_RESERVED });
    if (resumed.state !== 'charged') {
      throw new Error('not resumed');
    }
    await site.budget.abandon({ charge: resumed.charge, actor: 'ada' });
    expect(spent(site)).toBe(COST);
    expect(kindsOf(disk)).not.toContain('void');
    expect(toReply(await answerTo(site, { ref: request(1) })).answer.state).toBe('released');
    expect(spent(site)).toBe(COST);
  });

  it('leaves the charge to be concluded when a commit does not fit its request', async () => {
    const site = await openSite(new MemoryDisk());
    await grant(site, COST);
    const { charge, mechanism } = await reserved(site);
    const wrong = { ref: request(1), nanoEpsilon: COST - 1n };
    await expect(runCharged(site, wrong, { charge, mechanism })).rejects.toThrow(/states the ε that was signed/);
    const joined = ask(site, { ref: request(1) });
    const answer = await site.budget.conclude({ charge, actor: 'ada' });
    expect(textOf((await joined) as typeof answer)).toBe(textOf(answer));
  });
});

describe('a stored answer', () => {
  it('is on the disk only sealed', async () => {
    const { at, answer } = await answerOnce();
    const disk = at('committed');
    const { answer: wire } = toReply(answer);
    const everything = JSON.stringify([...readJournal(disk)]);
    expect(everything).not.toContain('values');
    expect(everything).not.toContain('PatientSex');
    expect(wire.state === 'released' ? wire.values.flat().length : 0).toBe(2);
  });

  it('is gone with its key, and never drawn again for free', async () => {
    const { at } = await answerOnce();
    const site = await openSite(at('committed'), { sealKeys: () => [OTHER_KEY] });
    expect(site.budget.recall(request(1)).state).toBe('gone');
    const again = await answerTo(site, { ref: request(2), question: questionOf(request(1).id) });
    expect(toReply(again).replayed).toBe(false);
    expect(spent(site)).toBe(2n * COST);
  });

  it('is read under a former key', async () => {
    const { at, answer } = await answerOnce();
    const site = await openSite(at('committed'), { sealKeys: () => [OTHER_KEY, KEY] });
    expect(textOf(await answerTo(site, { ref: request(1) }))).toBe(textOf(answer));
  });

  it('is refused when its record changed on the disk meanwhile', async () => {
    const { at } = await answerOnce();
    const disk = at('committed');
    const site = await openSite(disk);
    const readPart = disk.readPart.bind(disk);
    for (const fromEnd of [1, 40, 300]) {
      disk.readPart = (name, range) => {
        const bytes = readPart(name, range);
        bytes[bytes.length - fromEnd]! ^= 1;
        return bytes;
      };
      let caught: unknown;
      try {
        site.budget.recall(request(1));
      } catch (error) {
        caught = error;
      }
      expect(isSfumatoError(caught, 'journal-corrupt')).toBe(true);
    }
  });
});
