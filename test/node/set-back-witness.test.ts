import { beforeEach, describe, expect, it } from 'vitest';
import { SfumatoError } from '../../src/base/index.ts';
import type { WitnessLink } from '../../src/link/index.ts';
import { METERS, spent } from '../support/budget-site.ts';
import { ALLOWANCE, ask, COST, servingSite } from '../support/leased-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';
import { publicKeys, recovery } from '../support/signed-recovery.ts';
import { openWitnessed, startWitness, type TestWitness, until, type WitnessedSite } from '../support/witnessed-site.ts';

let disk: MemoryDisk;
/** What answers as the witness by now. */
let current: TestWitness;
let forgets: boolean;

beforeEach(async () => {
  disk = new MemoryDisk();
  current = await startWitness('coordinator', publicKeys.slice(0, 2));
  forgets = false;
});

const restoredFrom = (backup: MemoryDisk) => startWitness('coordinator', publicKeys.slice(0, 2), backup);

/** A way to whatever answers as the witness, which can be cut and may forget. */
function way(): { readonly link: WitnessLink; isCut: boolean } {
  const made = {
    isCut: false,
    link: {
      key: current.key,
      async latest(...words: Parameters<WitnessLink['latest']>) {
        assertOpen(made);
        return forgets ? { note: null } : await current.link().latest(...words);
      },
      async add(...words: Parameters<WitnessLink['add']>) {
        assertOpen(made);
        return await current.link().add(...words);
      },
    },
  };
  return made;
}

function assertOpen({ isCut }: { readonly isCut: boolean }): void {
  if (isCut) {
    throw new SfumatoError('unreachable-peer', 'It is cut.');
  }
}

const halted = (site: WitnessedSite) => site.guard.state().state === 'halted';

/** A site that asked, under an open lease, and the witness's journal of then. */
async function started(link: WitnessLink): Promise<{ readonly site: WitnessedSite; readonly backup: MemoryDisk }> {
  const site = await servingSite(disk, [link]);
  await ask(site);
  await site.guard.renew();
  return { site, backup: new MemoryDisk(current.disk.files()) };
}

describe('a witness that is set back to the open lease of the start before', () => {
  it.each([
    ['at once', 'ended in order'],
    ['after it forgot', 'ended in order'],
    ['at once', 'crashed'],
    ['after it forgot', 'crashed'],
  ] as const)('%s, where that %s, lets the site go on by itself, at no cost', async (how, end) => {
    const { link } = way();
    const { site: before, backup } = await started(link);
    if (end === 'ended in order') {
      await before.guard.close();
    }
    await before.journal.close();
    const site = await servingSite(disk, [link], { periodMs: 50 });
    expect(spent(site)).toBe(end === 'crashed' ? COST + ALLOWANCE : COST);
    const known = spent(site);
    if (how === 'after it forgot') {
      forgets = true;
      await until(() => halted(site));
    }
    current = await restoredFrom(backup);
    forgets = false;
    const kept = () => Number(/^\S+\n(\d+)\n/.exec(current.witness.latest('sfumato/north').note ?? '')?.[1]);
    const had = kept();
    await until(() => kept() > had);
    await until(() => site.guard.state().state === 'witnessed');
    expect(spent(site)).toBe(known);
    await site.guard.close();
  });
});

describe('a copy, while the original is given another lease by a witness that was set back', () => {
  it.each(['at once', 'after it forgot'])(
    'halts %s: what it has booked is less than the original may spend',
    async (how) => {
      const [toOriginal, toCopy] = [way(), way()];
      const { site: original, backup } = await started(toOriginal.link);
      toOriginal.isCut = true;
      const copy = await servingSite(new MemoryDisk(disk.files()), [toCopy.link], { periodMs: 50 });
      expect(spent(copy)).toBe(COST + ALLOWANCE);
      if (how === 'after it forgot') {
        forgets = true;
        await until(() => halted(copy));
      }
      toCopy.isCut = true;
      current = await restoredFrom(backup);
      [forgets, toOriginal.isCut] = [false, false];
      const spending = { meters: METERS, loss: [2n * ALLOWANCE] } as const;
      expect(await original.guard.extend(spending, AbortSignal.timeout(2_000))).toBe(true);
      toCopy.isCut = false;
      await until(() => halted(copy) && !copy.guard.state().sentence.includes('forgotten'));
      expect(copy.guard.state().sentence).toContain('keeps an open lease of another start of this site');
      expect(original.guard.covers(spending)).toBe(true);
      await original.guard.close();
      await copy.guard.close();
    },
  );
});

describe('a copy that spent under its own lease, halted by one that the original was given since,', () => {
  /** The halted copy, its disk, and all that it and the original may have spent together. */
  async function haltedCopy() {
    const [toOriginal, toCopy] = [way(), way()];
    const { site: original, backup } = await started(toOriginal.link);
    toOriginal.isCut = true;
    const copied = new MemoryDisk(disk.files());
    const copy = await servingSite(copied, [toCopy.link], { periodMs: 50 });
    for (let count = 0; count < 3; count += 1) {
      await ask(copy);
    }
    expect(spent(copy)).toBe(COST + ALLOWANCE + 3n * COST);
    toCopy.isCut = true;
    current = await restoredFrom(backup);
    toOriginal.isCut = false;
    const spending = { meters: METERS, loss: [2n * ALLOWANCE] } as const;
    expect(await original.guard.extend(spending, AbortSignal.timeout(2_000))).toBe(true);
    toCopy.isCut = false;
    await until(() => halted(copy));
    return { original, copy, copied, link: toCopy.link, all: COST + 2n * ALLOWANCE + 3n * COST };
  }

  it('books that lease beside its own spending when it is started again, once', async () => {
    const { original, copy, copied, link, all } = await haltedCopy();
    await copy.guard.close();
    await copy.journal.close();
    let heard = 0;
    const latest: WitnessLink['latest'] = async (...words) => {
      heard += 1;
      return await link.latest(...words);
    };
    const add: WitnessLink['add'] = async (...words) =>
      heard < 3 ? await Promise.reject(new SfumatoError('unreachable-peer', 'It is slow.')) : await link.add(...words);
    const again = await openWitnessed(copied, [{ ...link, latest, add }]);
    again.guard.start();
    await until(() => again.guard.state().state === 'witnessed');
    expect(heard).toBe(3);
    expect(spent(again)).toBe(all);
    await again.guard.close();
    await original.guard.close();
  });

  it('books what the original spent beside its own spending when two people sign that it goes on', async () => {
    const { original, copy, all } = await haltedCopy();
    for (let count = 0; count < 6; count += 1) {
      await ask(original);
    }
    expect(spent(original)).toBe(COST + 2n * ALLOWANCE);
    await original.guard.close();
    await copy.guard.look();
    const body = copy.guard.state().recovery!;
    await copy.guard.recover(recovery(body), body);
    expect(spent(copy)).toBe(all);
    expect(copy.guard.state().state).toBe('witnessed');
    await copy.guard.close();
  });
});

describe('an original that was started anew since it was copied, beside a witness that was set back', () => {
  it('loses nothing of what it spent where two people sign that the copy goes on', async () => {
    const [toOriginal, toCopy] = [way(), way()];
    const { site: original, backup } = await started(toOriginal.link);
    const copied = new MemoryDisk(disk.files());
    toOriginal.isCut = true;
    const copy = await servingSite(copied, [toCopy.link], { periodMs: 50 });
    for (let count = 0; count < 3; count += 1) {
      await ask(copy);
    }
    toCopy.isCut = true;
    current = await restoredFrom(backup);
    toOriginal.isCut = false;
    await original.journal.close();
    const anew = await servingSite(new MemoryDisk(disk.files()), [toOriginal.link]);
    for (let count = 0; count < 3; count += 1) {
      await ask(anew);
    }
    expect(spent(anew)).toBe(COST + ALLOWANCE + 3n * COST);
    await anew.guard.close();
    toCopy.isCut = false;
    await until(() => halted(copy));
    await copy.guard.look();
    const body = copy.guard.state().recovery!;
    await copy.guard.recover(recovery(body), body);
    expect(spent(copy)).toBe(COST + ALLOWANCE + 3n * COST + 3n * COST);
    await copy.guard.close();
  });
});

describe('a copy of a site that runs, started beside a witness that was set back', () => {
  it('books the lease that its own journal says was co-signed, too', async () => {
    const { link } = way();
    const { site: original, backup } = await started(link);
    await ask(original);
    await ask(original);
    await original.guard.renew();
    current = await restoredFrom(backup);
    const copy = await servingSite(new MemoryDisk(disk.files()), [link]);
    expect(spent(copy)).toBe(3n * COST + ALLOWANCE);
    await copy.guard.close();
    await original.guard.close();
  });
});
