import { describe, expect, it } from 'vitest';
import { noDecisions } from '../../src/governance/decisions.ts';
import { replaceableIn } from '../../src/governance/replaceable.ts';

const ROLES = { o: 'privacy-officer', s: 'steward', a: 'auditor' } as const;

/** People by their roles, such as “o1 s2”; one with a star has a key that was revoked, one with a plus is of another site. */
function site(people: string): ReturnType<typeof replaceableIn> {
  const all = people.split(' ').filter((one) => one !== '');
  const key = (name: string): string => name.slice(0, 2).padEnd(43, 'k');
  const known = all.map((name) => {
    const roles = [ROLES[name[0] as keyof typeof ROLES]];
    const person = { person: name.slice(0, 2), key: key(name), roles, ...(name.includes('+') && { site: 'hillside' }) };
    return [person.person, person] as const;
  });
  const revoked = new Map(all.filter((name) => name.includes('*')).map((name) => [key(name), 1]));
  return replaceableIn({ ...noDecisions(), people: new Map(known), revoked });
}

describe('a key that is lost', () => {
  it.each([
    ['', []],
    ['o1 s1', ['o1', 's1']],
    ['o1 o2', ['o1', 'o2']],
    ['o1 s1 s2', ['o1']],
    ['o1 o2 s1', []],
    ['o1 o2 a1', ['o1', 'o2']],
    ['o1 o2 s1*', ['o1', 'o2']],
    ['o1 s1 o2+', []],
    ['o1 s1 s2 o2+', []],
    ['o1 o2+ o3+', ['o1']],
  ])('of “%s” can be replaced but for that of %j', (people, onlyOnes) => {
    expect(site(people)).toEqual({ canEnrol: true, onlyOnes });
  });

  it.each(['o1* s1', 'o1 s1*', 's1 s2 s3', 'o1+ o2+', 'o1 a1'])('leaves “%s” unable to decide', (people) => {
    expect(site(people)).toEqual({ canEnrol: false, onlyOnes: [] });
  });
});
