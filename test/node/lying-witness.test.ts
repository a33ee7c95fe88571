import { beforeEach, describe, expect, it } from 'vitest';
import { formatNote, parseNote } from '../../src/base/index.ts';
import type { WitnessLink } from '../../src/link/index.ts';
import { spent } from '../support/budget-site.ts';
import { ALLOWANCE, ask, COST, SPENDING, servingSite } from '../support/leased-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';
import { openWitnessed, startWitness, type TestWitness, until } from '../support/witnessed-site.ts';

let disk: MemoryDisk;
let witness: TestWitness;

beforeEach(async () => {
  disk = new MemoryDisk();
  witness = await startWitness('coordinator');
});

describe('a witness that lies', () => {
  const lying = (change: Partial<WitnessLink>): WitnessLink => ({ ...witness.link(), ...change });

  it('with a checkpoint that the site never signed is not believed', async () => {
    const note = 'sfumato/north\n5\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n— sfumato/north AAAAAAAAAAAA\n';
    const site = await openWitnessed(disk, [lying({ latest: async () => ({ note }) })]);
    site.guard.start();
    await until(() => site.guard.state().sentence.includes('never signed'));
    expect(() => site.guard.assertServing()).toThrow(expect.objectContaining({ code: 'not-witnessed' }));
    await site.guard.close();
  });

  it('with a signature that is not its own gives no lease', async () => {
    const forged: WitnessLink['add'] = async ({ note }) => {
      const parsed = parseNote(note)!;
      const [own] = parsed.signatures;
      return {
        state: 'cosigned',
        note: formatNote({ ...parsed, signatures: [own!, { ...own!, name: 'coordinator' }] }),
      };
    };
    const site = await openWitnessed(disk, [lying({ add: forged })]);
    site.guard.start();
    await until(() => site.guard.state().sentence.includes('without its own signature'));
    expect(site.guard.covers(SPENDING)).toBe(false);
    await site.guard.close();
  });

  it('by forgetting the site stops it', async () => {
    const first = await servingSite(disk, [witness.link()]);
    await first.guard.close();
    await first.journal.close();
    const site = await openWitnessed(disk, [lying({ latest: async () => ({ note: null }) })]);
    site.guard.start();
    await until(() => site.guard.state().state === 'halted');
    expect(site.guard.state().sentence).toContain('has forgotten this site');
    await site.guard.close();
  });

  /** Two copies of a site, each with its own memory of one witness, which so co-signs both. */
  async function forked(others: readonly TestWitness[]) {
    const links = others.map((other) => other.link());
    const one = await startWitness('forking');
    const first = await servingSite(disk, [one.link(), ...links]);
    await ask(first);
    const two = await startWitness('forking', [], new MemoryDisk(one.disk.files()));
    const clone = await servingSite(new MemoryDisk(disk.files()), [two.link(), ...links]);
    for (let count = 0; count < 4 && first.guard.state().state === 'witnessed'; count += 1) {
      await ask(first);
    }
    const state = first.guard.state().state;
    await clone.guard.close();
    await first.guard.close();
    return { state, spent: spent(first) };
  }

  it('by co-signing two forks is caught by another witness, and only by one', async () => {
    expect(await forked([await startWitness('peer')])).toEqual({ state: 'halted', spent: ALLOWANCE });
    disk = new MemoryDisk();
    expect(await forked([])).toEqual({ state: 'witnessed', spent: ALLOWANCE + 2n * COST });
  });
});
