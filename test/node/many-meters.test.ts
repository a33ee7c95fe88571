import { describe, expect, it } from 'vitest';
import { canonicalJson, hashText, LIMITS, seal, toBase64, utf8ToBytes } from '../../src/base/index.ts';
import { analystMeter, type MeterId } from '../../src/budget/index.ts';
import { type Post, witnessEndpoint, witnessLink } from '../../src/link/index.ts';
import { leaseIn, leaseLine } from '../../src/node/witness/lease.ts';
import { accountantOf, type Loss, PURE } from '../../src/privacy/index.ts';
import { grant, KEY } from '../support/budget-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';
import { seededEntropy } from '../support/seeded-entropy.ts';
import { openWitnessed, startWitness, type TestWitness, until } from '../support/witnessed-site.ts';

// Meters are for life, so a site that asks for long enough has many: a lease names each of them.

/** As a witness is reached over the wire, where what is said has bounds. */
function overTheWire({ key, witness }: TestWitness) {
  const post: Post = async (url, posted) => {
    const response = await witnessEndpoint(new Request(url, { method: 'POST', ...posted } as RequestInit), witness);
    return new Uint8Array(await response.arrayBuffer());
  };
  return witnessLink({ key, url: 'http://witness.example', post });
}

/** Names that have next to nothing in common. */
const someMeters = (count: number): readonly MeterId[] =>
  Array.from({ length: count }, (_, at) => analystMeter(hashText('meters', String(at)).slice(0, 16)));

const terms = { key: KEY, origin: 'sfumato/north' };

function lineOf(losses: ReadonlyMap<MeterId, Loss>, accountant = PURE): string {
  const lease = { epoch: '0'.repeat(32), state: 'open', after: [], meters: losses } as const;
  return leaseLine(lease, { ...terms, accountant, entropy: seededEntropy('lease') });
}

describe('a lease of many meters', () => {
  it('is co-signed', async () => {
    const witness = await startWitness('coordinator');
    const site = await openWitnessed(new MemoryDisk(), [overTheWire(witness)]);
    await grant(site, 2_000_000_000n, someMeters(4_000));
    site.guard.start();
    await until(() => site.guard.state().state === 'witnessed');
    await site.guard.close();
  });

  it('fits a checkpoint, also in zCDP, and opens again', () => {
    const zcdp = accountantOf({ kind: 'zcdp', delta: '0.000001' });
    const losses = new Map(someMeters(4_000).map((id, at) => [id, [10n ** 17n + 987_654_321n * BigInt(at) ** 2n, 0n]]));
    const line = lineOf(losses, zcdp);
    expect(line.length).toBeLessThan(LIMITS.checkpointBytesMax - 4_096);
    expect(leaseIn([line], { ...terms, accountant: zcdp }, [KEY])?.meters).toEqual(losses);
  });

  it('tells by its length neither what is spent nor one meter more', () => {
    const lengths = [
      [[0n], [0n]],
      [[123_456_789_012n], [9_999_999_999n]],
      [[5n], [7n], [1_000_000n]],
    ].map((all) => lineOf(new Map(someMeters(all.length).map((id, at) => [id, all[at] ?? []]))).length);
    expect(new Set(lengths).size).toBe(1);
  });

  it('opens as an earlier version wrote it', () => {
    const meters = [{ meter: 'analyst:ada', nanoEpsilon: '7' }];
    const plain = utf8ToBytes(canonicalJson({ epoch: '0'.repeat(32), state: 'open', meters }));
    const sealing = { key: KEY, context: `sfumato/lease/v1\n${terms.origin}` };
    const line = `sfumato-lease ${toBase64(seal(plain, sealing, seededEntropy('lease')))}`;
    const lease = leaseIn([line], { ...terms, accountant: PURE }, [KEY]);
    expect(lease?.meters).toEqual(new Map([['analyst:ada', [7n]]]));
  });

  it('is too long at last, which the site says', async () => {
    const witness = await startWitness('coordinator');
    const site = await openWitnessed(new MemoryDisk(), [overTheWire(witness)]);
    await grant(site, 2_000_000_000n, someMeters(10_000));
    site.guard.start();
    await until(() => /more budgets than a lease can name/.test(site.guard.state().sentence));
    expect(() => site.guard.assertServing()).toThrow(expect.objectContaining({ code: 'not-witnessed' }));
    await site.guard.close();
  });
});
