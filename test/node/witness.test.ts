import { beforeEach, describe, expect, it } from 'vitest';
import type { RecoveryBody } from '../../src/contract/index.ts';
import { readJournal } from '../../src/journal/index.ts';
import type { WitnessLink } from '../../src/link/index.ts';
import {
  ANALYST,
  BLOCK,
  grant,
  METERS,
  mechanismOf,
  questionOf,
  request,
  reserveFor,
  SITE,
  spent,
} from '../support/budget-site.ts';
import { ALLOWANCE, ask, CAP, COST, SPENDING, servingSite } from '../support/leased-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';
import { people, publicKeys, recovery } from '../support/signed-recovery.ts';
import { openWitnessed, startWitness, type TestWitness, until, type WitnessedSite } from '../support/witnessed-site.ts';

let disk: MemoryDisk;
let witness: TestWitness;

beforeEach(async () => {
  disk = new MemoryDisk();
  witness = await startWitness('coordinator', publicKeys.slice(0, 2));
});

const serving = (on = disk, links = [witness.link()]): Promise<WitnessedSite> => servingSite(on, links);

/** Ends without a word, as a power cut does. */
function crash(site: WitnessedSite): MemoryDisk {
  void site;
  return new MemoryDisk(disk.afterCrash((most) => most));
}

describe('a lease', () => {
  it('covers what may be spent, and is extended when it is used up', async () => {
    const site = await serving();
    for (let count = 0; count < 10; count += 1) {
      await ask(site);
    }
    expect(spent(site)).toBe(CAP);
    await site.guard.close();
  });

  it('ends where the witness can’t be reached: releases wait for the next, and nothing is lost', async () => {
    const site = await serving();
    await ask(site);
    witness.reachable = false;
    await ask(site);
    await ask(site);
    expect(await ask(site)).toBe('unavailable');
    expect(spent(site)).toBe(ALLOWANCE);
    witness.reachable = true;
    expect(await ask(site)).not.toBe('unavailable');
    expect(spent(site)).toBe(ALLOWANCE + COST);
    await site.guard.close();
  });

  it('is asked for before anything is answered', async () => {
    witness.reachable = false;
    const site = await openWitnessed(disk, [witness.link()]);
    await grant(site, CAP);
    site.guard.start();
    expect(() => site.guard.assertServing()).toThrow(expect.objectContaining({ code: 'not-witnessed' }));
    expect(site.guard.covers(SPENDING)).toBe(false);
    witness.reachable = true;
    await until(() => site.guard.state().state === 'witnessed');
    expect(() => site.guard.assertServing()).not.toThrow();
    await site.guard.close();
  });

  it('of all witnesses is needed', async () => {
    const other = await startWitness('peer');
    const site = await serving(disk, [witness.link(), other.link()]);
    other.reachable = false;
    for (let count = 0; count < 3; count += 1) {
      await ask(site);
    }
    expect(await ask(site)).toBe('unavailable');
    await site.guard.close();
  });

  it('tells no witness what is spent on what', async () => {
    const site = await serving();
    await ask(site);
    await site.guard.close();
    const known = Buffer.concat(Object.values(witness.disk.files())).toString('latin1');
    expect(known).toContain(`sfumato/${SITE}`);
    expect(known).not.toContain(ANALYST);
    expect(known).not.toContain(BLOCK);
  });
});

describe('a start', () => {
  it('books nothing after a clean end', async () => {
    const first = await serving();
    await ask(first);
    await first.guard.close();
    await first.journal.close();
    const second = await serving();
    expect(second.guard.state().state).toBe('witnessed');
    expect(spent(second)).toBe(COST);
    await second.guard.close();
  });

  it('books the open lease after a crash, at most once, and goes on', async () => {
    const first = await serving();
    await ask(first);
    const after = crash(first);
    const second = await serving(after);
    expect(spent(second)).toBe(ALLOWANCE);
    const third = await serving(new MemoryDisk(after.afterCrash((most) => most)));
    // The second start spent nothing, but its own lease was open too.
    expect(spent(third)).toBe(2n * ALLOWANCE);
    expect(await ask(third)).not.toBe('unavailable');
    await third.guard.close();
  });

  it('says so when the lease could not be closed', async () => {
    const site = await serving();
    witness.reachable = false;
    await site.guard.close();
    expect(site.guard.state()).toMatchObject({ leaseOpen: true, sentence: expect.stringContaining('counts as spent') });
    witness.reachable = true;
    const next = await serving(crash(site));
    expect(spent(next)).toBe(ALLOWANCE);
    await next.guard.close();
    expect(next.guard.state().leaseOpen).toBeUndefined();
  });

  it('charges an interrupted request anew', async () => {
    const first = await serving();
    const ref = request(7_000);
    await reserveFor(first, { ref, check: () => undefined }, mechanismOf({ ref }));
    const second = await serving(crash(first));
    const before = spent(second);
    const known = second.budget.recall(ref);
    if (known.state !== 'interrupted') {
      throw new Error('it should have been interrupted');
    }
    const mechanism = mechanismOf<unknown>({ ref });
    const question = questionOf(ref.id);
    const parts = { mechanism, interrupted: known.interrupted, question, meters: METERS, snapshot: 'snapshot-1' };
    const resumed = await second.budget.resume({ ...parts, actor: 'ada', charged: second.guard.chargesAgain });
    expect(resumed.state).toBe('charged');
    expect(spent(second)).toBe(before + COST);
    await second.guard.close();
  });
});

describe('a witness that co-signed, and is named no more,', () => {
  async function watchedOnce(): Promise<void> {
    const site = await serving();
    await ask(site);
    await site.guard.close();
    await site.journal.close();
  }

  it('halts a site that names none at all, until two people let it go on without', async () => {
    await watchedOnce();
    const alone = await serving(disk, []);
    expect(alone.guard.state()).toMatchObject({ state: 'halted', sentence: expect.stringContaining('co-signed this') });
    expect(() => alone.guard.assertServing()).toThrow(expect.objectContaining({ code: 'rolled-back' }));
    expect(alone.guard.covers(SPENDING)).toBe(false);
    const body = alone.guard.state().recovery!;
    await alone.guard.recover(recovery(body), body);
    expect(alone.guard.state().state).toBe('none');
    // What its last lease allowed for counts as spent.
    expect(spent(alone)).toBeGreaterThanOrEqual(COST);
    expect(await ask(alone)).not.toBe('unavailable');
    await alone.guard.close();
  });

  it('halts a site that names another, also of the same name, until two people let it take its place', async () => {
    await watchedOnce();
    const other = await startWitness('coordinator', [], new MemoryDisk(), new Uint8Array(32).fill(99));
    const replaced = await serving(disk, [other.link()]);
    expect(replaced.guard.state().state).toBe('halted');
    const body = replaced.guard.state().recovery!;
    await replaced.guard.recover(recovery(body), body);
    expect(replaced.guard.state().state).toBe('witnessed');
    await replaced.guard.close();
    await replaced.journal.close();
    const next = await serving(disk, [other.link()]);
    expect(next.guard.state().state).toBe('witnessed');
    await next.guard.close();
    await next.journal.close();
    const back = await serving(disk, [witness.link()]);
    expect(back.guard.state().state).toBe('halted');
    await back.guard.close();
  });

  it.each(['there again', 'started anew'])(
    'lets another of the same name take its place, too, where that did not hear of the recovery until it was %s',
    async (when) => {
      await watchedOnce();
      const other = await startWitness('coordinator', [], new MemoryDisk(), new Uint8Array(32).fill(99));
      let site = await serving(disk, [other.link()]);
      const body = site.guard.state().recovery!;
      other.reachable = false;
      await expect(site.guard.recover(recovery(body), body)).rejects.toThrow('not complete');
      if (when === 'started anew') {
        await site.guard.close();
        await site.journal.close();
        site = await openWitnessed(disk, [other.link()]);
        site.guard.start();
      }
      other.reachable = true;
      await until(() => site.guard.state().state === 'witnessed');
      expect(await ask(site)).not.toBe('unavailable');
      await site.guard.close();
    },
  );

  it('halts a site that names fewer than before, and none that names more', async () => {
    const other = await startWitness('peer');
    await watchedOnce();
    const both = await serving(disk, [witness.link(), other.link()]);
    expect(both.guard.state().state).toBe('witnessed');
    await both.guard.close();
    await both.journal.close();
    const fewer = await serving(disk, [witness.link()]);
    expect(fewer.guard.state()).toMatchObject({ state: 'halted', sentence: expect.stringMatching(/^Witness peer /) });
    await fewer.guard.close();
  });
});

describe('a journal that is not what witnesses saw', () => {
  /** A site that went on after a copy of its folder was made. */
  async function backupAndMore() {
    const site = await serving();
    await ask(site);
    const backup = disk.files();
    for (let count = 0; count < 4; count += 1) {
      await ask(site);
    }
    return { site, backup: new MemoryDisk(backup) };
  }

  it('is noticed when yesterday’s backup is restored, and the node answers nothing', async () => {
    const { site, backup } = await backupAndMore();
    await site.guard.close();
    const restored = await serving(backup);
    expect(restored.guard.state()).toMatchObject({ state: 'halted', recovery: {} });
    expect(() => restored.guard.assertServing()).toThrow(expect.objectContaining({ code: 'rolled-back' }));
    await expect(ask(restored)).rejects.toMatchObject({ code: 'rolled-back' });
    expect(restored.guard.covers(SPENDING)).toBe(false);
    await restored.guard.close();
  });

  it('is noticed when its last records are cut off', async () => {
    const { site } = await backupAndMore();
    await site.guard.close();
    const files = disk.files();
    const [name = ''] = Object.keys(files);
    const records = [...readJournal(disk)];
    const cut = records.at(-3)?.position.offset ?? 0;
    const restored = await serving(new MemoryDisk({ [name]: files[name]!.slice(0, cut) }));
    expect(restored.guard.state().state).toBe('halted');
    await restored.guard.close();
  });

  it('is noticed when a running node is cloned: one of the two stops at its next checkpoint', async () => {
    const first = await serving();
    await ask(first);
    const clone = await serving(new MemoryDisk(disk.files()));
    // The clone booked the lease that the first still holds; together they can’t spend it twice.
    expect(spent(clone)).toBe(ALLOWANCE);
    await ask(first);
    await ask(first);
    expect(await ask(first)).toBe('unavailable');
    expect(first.guard.state().state).toBe('halted');
    expect(spent(first)).toBe(ALLOWANCE);
    expect(await ask(clone)).not.toBe('unavailable');
    await clone.guard.close();
    await first.guard.close();
  });

  it('goes on after a recovery of two people, which sets every meter to its last co-signed lease', async () => {
    const { site, backup } = await backupAndMore();
    const lost = spent(site);
    const restored = await serving(backup);
    const body = restored.guard.state().recovery!;
    await restored.guard.recover(recovery(body), body);
    expect(restored.guard.state().state).toBe('witnessed');
    expect(spent(restored)).toBeGreaterThanOrEqual(lost);
    expect(spent(restored)).toBeLessThanOrEqual(lost + ALLOWANCE);
    expect(await ask(restored)).not.toBe('unavailable');
    // What went on before has become the copy.
    while (site.guard.state().state === 'witnessed') {
      await ask(site);
    }
    expect(site.guard.state().state).toBe('halted');
    await restored.guard.close();
    await site.guard.close();
  });

  /** A site that a copy of itself halted; the copy answered once since and ended in order, or still runs. */
  async function haltedByCopy(link = witness.link()) {
    const first = await serving(disk, [link]);
    await ask(first);
    const clone = await serving(new MemoryDisk(disk.files()));
    while (first.guard.state().state !== 'halted') {
      await ask(first);
    }
    const early = first.guard.state().recovery!;
    await ask(clone);
    await clone.guard.close();
    return { first, early };
  }

  it('goes on by one recovery where the other copy closed its lease after it was noticed, for what that spent alone', async () => {
    const { first, early } = await haltedByCopy();
    await first.guard.look();
    const body = first.guard.state().recovery!;
    expect(body.lost.size).toBeGreaterThan(early.lost.size);
    await first.guard.recover(recovery(body), body);
    expect(first.guard.state().state).toBe('witnessed');
    expect(spent(first)).toBe(ALLOWANCE + COST);
    expect(await ask(first)).not.toBe('unavailable');
    await first.guard.close();
  });

  it('refuses a recovery that names what its witness kept before, and that costs nothing', async () => {
    const { first, early } = await haltedByCopy();
    const before = [first.journal.records, spent(first)];
    await expect(first.guard.recover(recovery(early), early)).rejects.toMatchObject({
      code: 'wrong-use',
      message: expect.stringContaining('not begun'),
    });
    expect([first.journal.records, spent(first)]).toEqual(before);
    const body = first.guard.state().recovery!;
    await first.guard.recover(recovery(body), body);
    expect(spent(first)).toBe(ALLOWANCE + COST);
    await expect(first.guard.recover(recovery(body), body)).rejects.toThrow('not halted now');
    await first.guard.close();
  });

  it('names what its witness kept last where that gives no answer, or less than it had', async () => {
    let early: string | null = null;
    const link = witness.link();
    const setBack: WitnessLink = {
      ...link,
      async add(...handed) {
        const reply = await link.add(...handed);
        early ??= witness.witness.latest(`sfumato/${SITE}`).note;
        return reply;
      },
      latest: async (...asked) => (isSetBack ? { note: early } : await link.latest(...asked)),
    };
    let isSetBack = false;
    const { first } = await haltedByCopy(setBack);
    await first.guard.look();
    const { recovery: named } = first.guard.state();
    isSetBack = true;
    await first.guard.look();
    expect([early, first.guard.state().recovery]).toEqual([expect.any(String), named]);
    [isSetBack, witness.reachable] = [false, false];
    await first.guard.look();
    expect(first.guard.state()).toMatchObject({ state: 'halted', recovery: named });
    await first.guard.close();
  });

  it.each([
    ['one person', (body: RecoveryBody) => recovery(body, people.slice(0, 1))],
    ['one person twice', (body: RecoveryBody) => recovery(body, [people[0]!, people[0]!])],
    ['somebody the witness does not know', (body: RecoveryBody) => recovery(body, [people[0]!, people[2]!])],
    ['two people, for another state', (body: RecoveryBody) => recovery({ ...body, lost: body.kept })],
  ])('does not go on after a recovery signed by %s', async (_, sign) => {
    const { site, backup } = await backupAndMore();
    await site.guard.close();
    const restored = await serving(backup);
    const body = restored.guard.state().recovery!;
    await expect(restored.guard.recover(sign(body), body)).rejects.toThrow();
    expect(() => restored.guard.assertServing()).toThrow();
    await restored.guard.close();
  });
});
