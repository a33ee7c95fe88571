import { beforeEach, describe, expect, it } from 'vitest';
import type { WitnessLink } from '../../src/link/index.ts';
import { KEY, spent } from '../support/budget-site.ts';
import { ALLOWANCE, ask, COST, servingSite } from '../support/leased-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';
import { publicKeys, recovery } from '../support/signed-recovery.ts';
import { openWitnessed, startWitness, type TestWitness, until, type WitnessedSite } from '../support/witnessed-site.ts';

// A witness that is restored from a backup keeps a lease under a seal key that the site has destroyed since.

const NEXT = new Uint8Array(32).fill(99);
const PERIOD = { periodMs: 50 };

let disk: MemoryDisk;
let current: TestWitness;
let sealKeys: readonly Uint8Array[];
const link = (): WitnessLink => ({
  key: current.key,
  latest: (...words) => current.link().latest(...words),
  add: (...words) => current.link().add(...words),
});
const leasing = { ...PERIOD, sealKeys: () => sealKeys };
const halted = (site: WitnessedSite) => site.guard.state().state === 'halted';
const setBackTo = (backup: MemoryDisk) => startWitness('coordinator', publicKeys.slice(0, 2), backup);

beforeEach(async () => {
  disk = new MemoryDisk();
  current = await startWitness('coordinator', publicKeys.slice(0, 2));
  sealKeys = [KEY];
});

/** A site that asked once before and once after its seal key was destroyed, and the witness's journals of then and of now. */
async function rotated() {
  const site = await servingSite(disk, [link()], leasing);
  await ask(site);
  await site.guard.renew();
  const before = new MemoryDisk(current.disk.files());
  sealKeys = [NEXT];
  await site.guard.renew();
  await ask(site);
  await site.guard.renew();
  return { site, before, after: new MemoryDisk(current.disk.files()) };
}

async function signed(site: WitnessedSite): Promise<void> {
  await site.guard.look();
  const due = site.guard.state().recovery;
  if (due === undefined) {
    throw new Error('a recovery is due');
  }
  await site.guard.recover(recovery(due), due);
}

describe('a witness that is set back to a lease whose seal key was destroyed', () => {
  it('halts a site that runs, which two people let go on at no cost', async () => {
    const { site, before } = await rotated();
    current = await setBackTo(before);
    await until(() => halted(site));
    expect(site.guard.state().sentence).toContain(
      'Witness coordinator was set back to a lease of this site that no seal key opens any more.',
    );
    await signed(site);
    expect(site.guard.state().state).toBe('witnessed');
    expect(spent(site)).toBe(2n * COST);
    expect(await ask(site)).not.toBe('unavailable');
    await site.guard.close();
  });

  it('halts one that is started, and two people book the last lease that its journal names', async () => {
    const { site: crashed, before } = await rotated();
    await crashed.journal.close();
    current = await setBackTo(before);
    const site = await servingSite(new MemoryDisk(disk.files()), [link()], leasing);
    expect(halted(site)).toBe(true);
    expect(() => site.guard.assertServing()).toThrow('two people sign a recovery');
    await signed(site);
    expect(site.guard.state().state).toBe('witnessed');
    expect(spent(site)).toBe(2n * COST + ALLOWANCE);
    await site.guard.close();
    await crashed.guard.close();
  });

  it('lets it go on by itself once the witness’s newer journal is back', async () => {
    const { site, before, after } = await rotated();
    current = await setBackTo(before);
    await until(() => halted(site));
    current = await setBackTo(after);
    await until(() => site.guard.state().state === 'witnessed');
    expect(spent(site)).toBe(2n * COST);
    await site.guard.close();
  });
});

describe('a lease that its witness co-signed last', () => {
  it('is waited for until its seal key is restored, because nothing else says what was spent under it', async () => {
    const first = await servingSite(disk, [link()], leasing);
    await ask(first);
    await first.guard.close();
    await first.journal.close();
    sealKeys = [NEXT];
    const site = await openWitnessed(new MemoryDisk(disk.files()), [link()], leasing);
    site.guard.start();
    await until(() => site.guard.state().sentence.includes('restore the seal key'));
    expect(site.guard.state().state).toBe('waiting');
    sealKeys = [NEXT, KEY];
    await until(() => site.guard.state().state === 'witnessed');
    expect(spent(site)).toBe(COST);
    await site.guard.close();
  });
});
