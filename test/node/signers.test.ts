import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DecidingSite, decidingSite, signer, type What } from '../support/deciding-site.ts';

const SIGNERS = Array.from({ length: 8 }, (_, at) => ({ person: `${at}`.padStart(63, 'a'), ...signer() }));
const NAMES = SIGNERS.map(({ person }) => person);
const GRANT: What = { kind: 'grant', body: { meter: 'project:lung-imaging', epsilon: '2.5' } };

let site: DecidingSite;
beforeEach(async () => {
  const people = SIGNERS.map(({ person, publicKey: key }, at) => {
    return { person, key, role: at === 0 ? 'privacy-officer' : 'steward' } as const;
  });
  site = await decidingSite(people, { ada: signer().publicKey });
});
afterEach(() => site.remove());

describe('a decision that as many people sign as can, with the longest names', () => {
  it('can be read again, with each of them apart', async () => {
    expect((await site.decide(GRANT, ...SIGNERS)).people).toEqual(NAMES);
    await site.reopen();
    const { entries } = await site.run('log', { kind: 'grant', person: NAMES[3] });
    expect(entries.map(({ who }) => who)).toEqual([NAMES, NAMES]);
    expect(site.verified()).toBe(true);
  });

  it('is among the records of each', async () => {
    await site.decide(GRANT, ...SIGNERS);
    const words = ['audit', 'show', '--kind', 'action', '--json', '--actor'] as const;
    for (const name of NAMES) {
      expect(JSON.parse(await site.command(...words, name)).records).toHaveLength(1);
    }
    await expect(site.command(...words, 'nobody')).rejects.toThrow('No record of this journal is by or about nobody.');
  });
});
