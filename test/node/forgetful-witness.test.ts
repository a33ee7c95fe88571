import { beforeEach, describe, expect, it } from 'vitest';
import type { WitnessLink } from '../../src/link/index.ts';
import { spent } from '../support/budget-site.ts';
import { ask, COST, servingSite } from '../support/leased-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';
import { people, publicKeys, recovery } from '../support/signed-recovery.ts';
import { startWitness, type TestWitness } from '../support/witnessed-site.ts';

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
});
