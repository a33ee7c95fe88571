import { expect, it } from 'vitest';
import { formatNote, parseNote } from '../../src/base/index.ts';
import { verifyJournal } from '../../src/journal/index.ts';
import { watchesNothing } from '../../src/link/index.ts';
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
