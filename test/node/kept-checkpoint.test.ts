import { expect, it } from 'vitest';
import { formatNote, LIMITS, parseNote, systemClock } from '../../src/base/index.ts';
import { type Verified, verifyJournal } from '../../src/journal/index.ts';
import { watchesNothing } from '../../src/link/index.ts';
import { createPace } from '../../src/link/witness/pace.ts';
import { SITE } from '../support/budget-site.ts';
import { MemoryDisk } from '../support/memory-disk.ts';
import { openWitnessed, startWitness, until } from '../support/witnessed-site.ts';

it('a witness keeps a checkpoint once, however often it is handed in', async () => {
  const witness = await startWitness('coordinator');
  const site = await openWitnessed(new MemoryDisk(), [witness.link()]);
  site.guard.start();
  await until(() => site.guard.state().state === 'witnessed');
  await site.guard.close();
  const note = parseNote(witness.witness.latest(`sfumato/${SITE}`).note ?? '');
  const size = Number(note?.text.split('\n')[1]);
  const own = formatNote({ text: note?.text ?? '', signatures: note?.signatures.slice(0, 1) ?? [] });
  const held = () => JSON.stringify(verifyJournal({ disk: witness.disk, folds: [watchesNothing()] }));
  const before = held();
  for (let time = 0; time < 20; time += 1) {
    expect(await witness.witness.add({ old: size, proof: [], note: own })).toMatchObject({ state: 'cosigned' });
  }
  expect(held()).toBe(before);
});

it('a witness takes so many checkpoints of a log and no more, and goes on as time passes', async () => {
  const clock = { ...systemClock, monotonicMs: () => nowMs };
  let nowMs = 0;
  const pace = createPace(clock);
  const taken = (tries: number, origin = 'a') => Array.from({ length: tries }, () => pace.take(origin)).filter(Boolean);
  expect(taken(1_000)).toHaveLength(LIMITS.witnessedAtOnceMax);
  expect(taken(10, 'b')).toHaveLength(10);
  nowMs += LIMITS.witnessedEveryMs / 2;
  expect(taken(1)).toHaveLength(0);
  nowMs += LIMITS.witnessedEveryMs / 2;
  expect(taken(2)).toHaveLength(1);
  nowMs += 10_000 * LIMITS.witnessedEveryMs;
  expect(taken(1_000)).toHaveLength(LIMITS.witnessedAtOnceMax);
});

it('a site that a witness takes no more of says so, and its witness records none', async () => {
  const witness = await startWitness('coordinator');
  const site = await openWitnessed(new MemoryDisk(), [witness.link()]);
  site.guard.start();
  await until(() => site.guard.state().state === 'witnessed');
  const renewals = async () => {
    for (let time = 0; time < 2 * LIMITS.witnessedAtOnceMax; time += 1) {
      await site.guard.renew();
    }
  };
  await expect(renewals()).rejects.toThrow('has had more checkpoints of this site than one a second lately');
  const { records } = verifyJournal({ disk: witness.disk, folds: [watchesNothing()] }) as Verified;
  expect(records).toBeGreaterThanOrEqual(LIMITS.witnessedAtOnceMax);
  expect(records).toBeLessThan(2 * LIMITS.witnessedAtOnceMax);
  await site.guard.close();
});
