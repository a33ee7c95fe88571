import { describe, expect, it } from 'vitest';
import { diffPolicies } from '../../src/policy/index.ts';
import { CHANGES } from './changes.table.ts';
import { FIRST, NEWEST, publishedPolicy, TIMED, WHOLE } from './published.ts';
import { SMALL, smallPolicy, smallWith } from './small-policy.ts';

const small = smallPolicy();

/** Each change from the small policy to `text`, as “direction: part: subject sentence”. */
function changesTo(text: string): string[] {
  return diffPolicies(small, smallPolicy(text)).changes.map(
    ({ direction, part, subject, sentence }) => `${direction}: ${part}: ${subject} ${sentence}`,
  );
}

const SPARE = '  contrast:\n    source: Words of contrast agents\n    values: [GIVEN, NONE, UNCLEAR]\n';

/** The small document with one change, and the vocabulary that one of the changes names. */
function withSpare(from: string, to: string): string {
  const text = smallWith(from, to);
  return to.includes('vocabulary: contrast') ? text.replace('vocabularies:\n', `vocabularies:\n${SPARE}`) : text;
}

describe('the diff of two policies', () => {
  it('is empty for a policy and itself, and for one that only looks different', () => {
    for (const text of [
      SMALL,
      smallWith('[F, M]', '[ "F",   M ]'),
      smallWith('1.2.0', '1.2.1'),
      smallWith('A small', 'A'),
    ]) {
      expect(changesTo(text)).toEqual([]);
    }
    expect(diffPolicies(small, small)).toMatchObject({
      ...{ direction: 'neutral', approvals: 2, same: { deidentification: true, disclosure: true } },
    });
  });

  it.each(CHANGES)('names %s, and which way it goes', (_what, from, to, says) => {
    expect(changesTo(withSpare(from, to))).toEqual(says);
  });

  it('never says that nothing differs when a hash does', () => {
    const others = [
      ['multiplicity: patient', 'multiplicity: patient\n    # nothing'],
      ['    vocabulary: makers\n', '    vocabulary: makers\n    multiplicity: series\n'],
      ['tag: 0010,0010', 'tag: 0010,1001'],
    ] as const;
    const texts = [
      ...CHANGES.map(([, from, to]) => withSpare(from, to)),
      ...others.map(([from, to]) => smallWith(from, to)),
    ];
    for (const after of texts.map((text) => smallPolicy(text))) {
      const { same, changes } = diffPolicies(small, after);
      expect(changes.length > 0 || (same.deidentification && same.disclosure)).toBe(true);
    }
    expect(changesTo(smallWith(...others[1]))).toEqual([
      'neutral: document: something is written out that went without saying, or the other way round',
    ]);
  });

  it('turns round when the policies change places: what loosens one way tightens the other', () => {
    const turned = { loosening: 'tightening', tightening: 'loosening', neutral: 'neutral' } as const;
    const numbers = CHANGES.filter(
      ([, , , says]) => says.length === 1 && /disclosure|vocabularies|risk/.test(says[0] ?? ''),
    );
    expect(numbers.length).toBeGreaterThan(15);
    for (const [what, from, to] of numbers) {
      const after = smallPolicy(smallWith(from, to));
      const [there, back] = [diffPolicies(small, after), diffPolicies(after, small)];
      expect(back.direction, what).toBe(turned[there.direction]);
    }
  });

  it('is loosening once one change is, and asks the policy in force how many approvals that takes', () => {
    const both = smallWith('max: "2"', 'max: "3"').replace('cellsMax: { value: 1024', 'cellsMax: { value: 1023');
    expect(diffPolicies(small, smallPolicy(both))).toMatchObject({ direction: 'loosening', approvals: 2 });
    const tighter = smallPolicy(smallWith('max: "2"', 'max: "1"').replace('tightening: 1 }', 'tightening: 3 }'));
    expect(diffPolicies(small, tighter)).toMatchObject({ direction: 'tightening', approvals: 1 });
    expect(diffPolicies(tighter, small)).toMatchObject({ direction: 'loosening', approvals: 2 });
  });

  it('asks for as many people as its meaning says: two unless it only tightens, and where tightening takes more than one', () => {
    const two = 'that takes two people';
    const neutral = diffPolicies(small, smallPolicy(smallWith('1.2.0', '1.2.1')));
    expect(neutral).toMatchObject({ direction: 'neutral', approvals: 2 });
    expect(neutral.consequences.join()).toContain(two);
    const wary = smallPolicy(smallWith('tightening: 1 }', 'tightening: 2 }'));
    const tighter = smallPolicy(smallWith('max: "2"', 'max: "1"').replace('tightening: 1 }', 'tightening: 2 }'));
    expect(diffPolicies(wary, tighter)).toMatchObject({ direction: 'tightening', approvals: 2 });
    expect(diffPolicies(wary, tighter).consequences.join()).toContain(two);
  });
});

/** What a change to `text` means, as one text. */
function meaningOf(text: string): string {
  return diffPolicies(small, smallPolicy(text)).consequences.join('\n');
}

describe('what a change means for data already published', () => {
  it('under another de-identification: read and publish again, and until then no new answer', () => {
    const meaning = meaningOf(smallWith('[F, M]', '[F, M, O]').replace('1.2.0', '1.3.0'));
    for (const words of [
      'headers must be read again, into a new staging of small@1.3.0',
      'until the next publish under small@1.3.0, for which the calendar needs a new slot, nothing new is answered',
      'Snapshots published under small@1.2.0 stay as they are',
      'the same signed request gets the same bytes',
      'asked of another snapshot, so it is charged again',
      'sites that still work under small@1.2.0 refuse those',
      'Budgets go on',
      'Going back to small@1.2.0 takes a publish as well',
    ]) {
      expect(meaning).toContain(words);
    }
  });

  it('under other disclosure rules alone: the snapshot stays, stored answers are not reused', () => {
    const meaning = meaningOf(smallWith('max: "2"', 'max: "1"'));
    expect(meaning).toContain('the snapshot that is in use stays in use');
    expect(meaning).toContain('stored answers are not reused');
    expect(meaning).toContain('Nothing is taken back of what was told before.');
    expect(meaning).not.toContain('read again');
    expect(meaning).not.toContain('Going back');
    expect(meaning).not.toContain('refuse those');
  });

  it('under neither: all goes on, also stored answers', () => {
    const meaning = meaningOf(smallWith('2024b', '2025a'));
    expect(meaning).toContain('the snapshot that is in use stays in use');
    expect(meaning).toContain('still answered from its stored answer, free');
  });

  it('under a lower ceiling: who grants more does not start', () => {
    expect(meaningOf(smallWith('value: "10"', 'value: "9"'))).toContain('above the new ceiling of 9');
    expect(meaningOf(smallWith('value: "10"', 'value: "11"'))).not.toContain('new ceiling');
  });
});

describe('the step from imaging-metadata 1.0.0 to 1.1.0', () => {
  const [first, whole] = [publishedPolicy(FIRST), publishedPolicy(WHOLE)];
  const there = diffPolicies(first, whole);
  const back = diffPolicies(whole, first);

  it('is loosening, takes two approvals, and loses no stored field', () => {
    expect(there).toMatchObject({
      direction: 'loosening',
      approvals: 2,
      same: { deidentification: false, disclosure: false },
    });
    expect(there.changes.filter(({ sentence }) => /no longer|is dropped/.test(sentence))).toEqual([]);
    expect(there.changes.filter(({ part }) => part === 'disclosure')).toEqual([]);
  });

  it('names each field that is stored anew, and back again each that is lost', () => {
    const stored = [...whole.columns.keys()].filter((keyword) => !first.columns.has(keyword));
    const named = (changes: typeof there.changes, words: RegExp): string[] =>
      changes.filter(({ part, sentence }) => part === 'fields' && words.test(sentence)).map(({ subject }) => subject);
    expect(named(there.changes, /^is stored/).sort()).toEqual(stored.sort());
    expect(named(back.changes, /^is kept no longer|^is dropped; it was stored/).sort()).toEqual(stored.sort());
    expect(named(back.changes, /it was a key/)).toEqual(['DeviceSerialNumber']);
    // The former lists kept some texts together that are apart now, and the other way round.
    expect(back).toMatchObject({ direction: 'loosening', approvals: 2 });
    expect(named(back.changes, /tells texts apart/)).toEqual([]);
    const apart = back.changes.filter(({ part, direction }) => part === 'vocabularies' && direction === 'loosening');
    expect(apart.map(({ subject }) => subject)).toContain('body-regions');
  });
});

describe('the step from imaging-metadata 1.1.0 to 1.2.0', () => {
  it('changes the time classes of medium sites and nothing else: snapshots stay as they are', () => {
    const { changes, same } = diffPolicies(publishedPolicy(WHOLE), publishedPolicy(TIMED));
    expect(same).toEqual({ deidentification: true, disclosure: false });
    expect(changes.map(({ subject, sentence }) => `${subject} ${sentence}`)).toEqual([
      'sizeClasses.medium.timeClass.masks is 4, was 1',
      'sizeClasses.medium.timeClass.rows is 16, was 4',
      'reasons and sources are worded anew for 1 entries',
    ]);
  });
});

describe('the step from imaging-metadata 1.2.0 to 1.3.0', () => {
  const step = diffPolicies(publishedPolicy(TIMED), publishedPolicy(NEWEST));

  it('changes three vocabularies and nothing of what may be asked', () => {
    expect(step.same).toEqual({ deidentification: false, disclosure: true });
    const subjects = step.changes.map(({ part, subject }) => `${part} ${subject}`);
    expect([...new Set(subjects)].sort()).toEqual([
      'vocabularies exam-classes',
      'vocabularies sequence-classes',
      'vocabularies sop-classes',
    ]);
  });

  it('loosens, because it tells texts apart that were one value, and so takes two people', () => {
    expect(step).toMatchObject({ direction: 'loosening', approvals: 2 });
    for (const name of ['exam-classes', 'sequence-classes', 'sop-classes']) {
      expect(step.changes.some(({ subject, direction }) => subject === name && direction === 'loosening')).toBe(true);
    }
  });
});
