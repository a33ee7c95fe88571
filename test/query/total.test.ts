import { describe, expect, it } from 'vitest';
import type { Objection, Query } from '../../src/contract/index.ts';
import { factsOf } from '../../src/privacy/index.ts';
import { dryRun, isObjection, planned, type SharedNoise, statementOf, totalObjection } from '../../src/query/index.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';
import { declared } from './support/declared.ts';

const policy = smallPolicy({ groupsPerPatientMax: 3, perGroupMax: { studies: 2, series: 4, instances: 50 } });
const base: Query = { count: 'patients', blocks: [2026], epsilon: '0.5' };

function objectionTo(query: Partial<Query>, noise: SharedNoise): Objection | undefined {
  const input = { policy, query: { ...base, ...query }, facts: declared(policy) };
  const found = planned<{ own: Objection | undefined }>(input, (plan) => ({
    own: totalObjection(plan, factsOf(plan.mechanism).pieces, noise),
  }));
  const quoted = dryRun(input);
  if (isObjection(found) || isObjection(quoted)) {
    throw new Error('the question is answered, by each site for itself');
  }
  expect(quoted.totalObjection(noise)).toEqual(found.own);
  return found.own;
}

function definitionFor(shared?: SharedNoise): unknown {
  return planned({ policy, query: base, facts: declared(policy) }, (plan) => statementOf(plan, shared).definition);
}

describe('what a site says of its guarantee', () => {
  // Between a patient with one value and the same patient with another lie two such steps, and so twice the ε.
  const neighbours = 'neighbours are two histories of which one lacks everything that one patient ever contributed';

  it('is of a patient who is there or not, not of one whose data change', () => {
    expect(definitionFor()).toBe(`pure ε-differential privacy; ${neighbours}`);
  });

  it('is, of a masked vector, a guarantee of the total, and names what it rests on', () => {
    const resting = "against bounded computing power and while 2 of the 3 sites don't collude";
    expect(definitionFor({ count: 3, parts: 2 })).toBe(
      `pure ε-differential privacy of the total, ${resting}; ${neighbours}`,
    );
  });
});

describe('a question for a total', () => {
  it('is planned where its sum can’t wrap and its noise is drawn in time', () => {
    expect(objectionTo({}, { count: 3, parts: 2 })).toBeUndefined();
    expect(objectionTo({ mean: 'PatientAge', count: undefined }, { count: 500, parts: 333 })).toBeUndefined();
    expect(objectionTo({ by: ['Modality'] }, { count: 20, parts: 13 })).toBeUndefined();
  });

  it('is refused where all sites might collude', () => {
    expect(objectionTo({}, { count: 1, parts: 0 })).toMatchObject({ code: 'too-few-sites' });
  });

  it('is refused where the total could need more than 64 bits, by what patients may contribute', () => {
    // 2^p patients of up to 50 instances: 2^61 is passed by so many sites and by no fewer.
    const sizes = Object.values(policy.document.disclosure.sizeClasses.value);
    const patients = 2 ** Math.max(...sizes.map(({ patientsLog2 }) => patientsLog2));
    const most = Math.floor(2 ** 61 / (patients * 50));
    const query: Partial<Query> = { count: 'instances', epsilon: '1' };
    expect(objectionTo(query, { count: most, parts: 1 })).toBeUndefined();
    expect(objectionTo(query, { count: most + 1, parts: 1 })).toMatchObject({
      code: 'unsupported-shape',
      detail: expect.stringContaining('64 bits'),
    });
  });

  it('is refused where the shares of its noise would take longer than it may', () => {
    expect(
      objectionTo(
        { variance: 'PatientAge', count: undefined, by: ['Modality'], epsilon: '0.01' },
        { count: 3, parts: 2 },
      ),
    ).toMatchObject({ code: 'unsupported-shape', detail: expect.stringContaining('too long to draw') });
  });
});
