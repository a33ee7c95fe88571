import { beforeEach, describe, expect, it } from 'vitest';
import { SfumatoError } from '../../src/base/index.ts';
import type { WitnessLink } from '../../src/link/index.ts';
import { spent } from '../support/budget-site.ts';
import { ask, COST, servingSite } from '../support/leased-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';
import { people, publicKeys, recovery } from '../support/signed-recovery.ts';
import { openWitnessed, startWitness, type TestWitness, until } from '../support/witnessed-site.ts';

let disk: MemoryDisk;
let witness: TestWitness;

beforeEach(async () => {
  disk = new MemoryDisk();
  witness = await startWitness('coordinator', publicKeys.slice(0, 2));
});

describe('a witness that takes no recovery', () => {
  it('is said to want people whom it knows', async () => {
    const first = await servingSite(disk, [witness.link()]);
    const backup = new MemoryDisk(disk.files());
    await ask(first);
    await first.guard.close();
    const site = await servingSite(backup, [witness.link()]);
    const { recovery: due } = site.guard.state();
    if (due === undefined) {
      throw new Error('a recovery is due');
    }
    await expect(site.guard.recover(recovery(due, people.slice(1)), due)).rejects.toThrow(
      'took no recovery, because fewer than two of the people whose keys it names under `recoverers` have signed it',
    );
    await site.guard.close();
  });
});

describe('a witness that forgets a site that runs', () => {
  it('halts it, and two people let it go on without a start', async () => {
    let current = witness;
    const link: WitnessLink = {
      key: witness.key,
      latest: (...words) => current.link().latest(...words),
      add: (...words) => current.link().add(...words),
    };
    const site = await servingSite(disk, [link]);
    await ask(site);
    current = await startWitness('coordinator', publicKeys.slice(0, 2));
    await site.guard.renew().catch(() => undefined);
    const { state, sentence, recovery: due } = site.guard.state();
    expect({ state, sentence }).toEqual({
      state: 'halted',
      sentence: expect.stringContaining('has forgotten this site'),
    });
    if (due === undefined) {
      throw new Error('a recovery is due');
    }
    await site.guard.recover(recovery(due), due);
    expect(site.guard.state().state).toBe('witnessed');
    // It knows what it has spent itself.
    expect(spent(site)).toBe(COST);
    expect(await ask(site)).not.toBe('unavailable');
    await site.guard.close();
  });

  it('and remembers it after all lets it go on by itself, at no cost', async () => {
    const first = await servingSite(disk, [witness.link()]);
    await ask(first);
    await first.guard.close();
    await first.journal.close();
    let remembers = false;
    const honest = witness.link();
    const link: WitnessLink = {
      ...honest,
      latest: async (...words) => (remembers ? await honest.latest(...words) : { note: null }),
    };
    const site = await openWitnessed(disk, [link]);
    site.guard.start();
    await until(() => site.guard.state().state === 'halted');
    await site.guard.look();
    const { state, recovery: due } = site.guard.state();
    expect({ state, due }).toEqual({ state: 'halted', due: expect.objectContaining({ lost: expect.anything() }) });
    remembers = true;
    await until(() => site.guard.state().state === 'witnessed');
    expect(spent(site)).toBe(COST);
    expect(await ask(site)).not.toBe('unavailable');
    await site.guard.close();
  });

  it('and can’t be reached after that stays forgetful: the recovery that is due stays so', async () => {
    const first = await servingSite(disk, [witness.link()]);
    await first.guard.close();
    await first.journal.close();
    let calls = 0;
    const latest: WitnessLink['latest'] = async () => {
      calls += 1;
      if (calls > 1) {
        throw new SfumatoError('unreachable-peer', 'It is gone.');
      }
      return { note: null };
    };
    const site = await openWitnessed(disk, [{ ...witness.link(), latest }]);
    site.guard.start();
    await until(() => calls > 2);
    expect(site.guard.state()).toMatchObject({ state: 'halted', recovery: { lost: expect.anything() } });
    await site.guard.close();
  });
});

describe('a witness that is set back to before the start of a site that runs', () => {
  it.each(['with new records', 'without any'])('is handed the log anew, %s', async (how) => {
    const before = await servingSite(disk, [witness.link()]);
    await before.guard.close();
    await before.journal.close();
    const backup = new MemoryDisk(witness.disk.files());
    let current = witness;
    const link: WitnessLink = {
      key: witness.key,
      latest: (...words) => current.link().latest(...words),
      add: (...words) => current.link().add(...words),
    };
    const site = await servingSite(disk, [link], { periodMs: 50 });
    await ask(site);
    await site.guard.renew();
    current = await startWitness('coordinator', publicKeys.slice(0, 2), backup);
    if (how === 'with new records') {
      await ask(site);
    }
    const kept = () => /^\S+\n(\d+)\n/.exec(current.witness.latest('sfumato/north').note ?? '')?.[1];
    const handedIn = site.journal.records;
    await until(() => Number(kept()) >= handedIn || site.guard.state().state === 'halted');
    expect(site.guard.state().state).toBe('witnessed');
    await site.guard.close();
  });
});
