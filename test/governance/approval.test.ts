import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/contract/index.ts';
import { approvalOf } from '../../src/governance/approval.ts';
import { type Decisions, noDecisions } from '../../src/governance/decisions.ts';
import type { Person } from '../../src/governance/person.ts';

const key = (letter: string): string => letter.repeat(43);
const officer = (person: string, letter: string): Person => ({ person, key: key(letter), roles: ['privacy-officer'] });
const steward = (person: string, letter: string): Person => ({ person, key: key(letter), roles: ['steward'] });

function known(...people: readonly Person[]): Decisions {
  const lungs = {
    id: 'lungs',
    purpose: 'a study',
    purposeClass: 'research' as const,
    fields: ['Modality'],
    agreement: 'terms',
    members: [{ person: 'ada', key: key('a') }],
  };
  return {
    ...noDecisions(),
    people: new Map(people.map((one) => [one.person, one])),
    projects: new Map([['lungs', lungs]]),
  };
}

function grant(meter: string): Action {
  const common = { version: 1, id: '0'.repeat(32), site: 'harbour', reason: 'For the study.', expires: 1 } as const;
  return { ...common, kind: 'grant', body: { meter, epsilon: '1' } };
}

const judged = (meter: string, letters: string, people: Decisions) =>
  approvalOf({ action: grant(meter), signers: [...letters].map(key) }, people);

describe('two people', () => {
  it('are two names with a key each', () => {
    expect(judged('project:lungs', 'mn', known(officer('mira', 'm'), steward('noor', 'n')))).toEqual({
      people: ['mira', 'noor'],
    });
  });

  it('are named by role while they are missing: whom it still takes, and not who is there', () => {
    const people = known(officer('mira', 'm'), steward('noor', 'n'));
    expect(judged('project:hearts', 'n', people)).toMatchObject({
      missing: expect.stringMatching(
        /^Still missing: the signature of a privacy officer \(1 of the 2 that a decision “grant” takes is there;/,
      ),
      lacks: [['privacy-officer']],
    });
    expect(judged('project:hearts', 'm', people)).toMatchObject({ lacks: [['steward', 'privacy-officer']] });
    expect(judged('project:hearts', '', people)).toMatchObject({
      lacks: [['privacy-officer'], ['steward', 'privacy-officer']],
    });
  });

  it('are never one key under two names', () => {
    expect(judged('project:lungs', 'm', known(officer('mira', 'm'), steward('twin', 'm')))).toHaveProperty('missing');
  });

  it.each(['project:lungs', 'analyst:ada'])('are never somebody who gains by %s, under another name', (meter) => {
    const people = known(officer('mira', 'm'), steward('alias', 'a'));
    expect(judged(meter, 'ma', people)).toHaveProperty('missing');
    expect(judged('project:hearts', 'ma', people)).toEqual({ people: ['alias', 'mira'] });
  });
});
