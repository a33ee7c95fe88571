import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Draft, type Query, Statement } from '../../src/contract/index.ts';
import { factsOf } from '../../src/privacy/index.ts';
import { dryRun, isObjection, planned, statementOf } from '../../src/query/index.ts';
import { sensitivityOf } from '../../src/query/pieces.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';
import { declared, planOf } from './support/declared.ts';
import { dice } from './support/random.ts';
import { randomQuery } from './support/random-query.ts';

const policy = smallPolicy({ groupsPerPatientMax: 3, perGroupMax: { studies: 2, series: 4, instances: 50 } });
const facts = declared(policy);
const base: Query = { count: 'patients', blocks: [2026], epsilon: '0.5' };
const plan = (query: Partial<Query>) => planOf(policy, { ...base, ...query }, facts);

const sensitivities = (query: Partial<Query>): bigint[] => {
  const { question } = plan(query);
  return question.pieces.map((piece) => sensitivityOf(question, piece));
};

describe('what one patient can do to an answer', () => {
  it.each<[string, Partial<Query>, number, number]>([
    ['a count of patients', {}, 1, 1],
    ['groups of a field that a patient has once', { by: ['PatientSex'] }, 1, 1],
    ['groups of a field that series have', { by: ['Modality'] }, 3, 1],
    ['fewer groups than the policy’s bound', { by: [{ field: 'Modality', values: ['CT', 'MR'] }] }, 2, 1],
    ['one group', { by: [{ field: 'Modality', values: ['CT'] }] }, 1, 1],
    ['a table of both kinds', { by: ['PatientSex', { field: 'Modality', values: ['CT', 'MR'] }] }, 2, 1],
    ['a table of series’ fields', { by: ['Modality', 'Manufacturer'] }, 3, 1],
    ['bins', { by: [{ field: 'PatientAge', bins: [0, 40] }] }, 3, 1],
    ['studies', { count: 'studies' }, 1, 2],
    ['studies by group', { count: 'studies', by: ['Modality'] }, 3, 2],
    ['series by group', { count: 'series', by: ['Modality'] }, 3, 4],
    ['instances by what a patient has once', { count: 'instances', by: ['PatientSex'] }, 1, 50],
  ])('is bounded for %s', (_what, query, groupsPerPatient, perGroup) => {
    const { caps, question } = plan(query);
    expect(caps).toEqual({ groupsPerPatient });
    expect(question.pieces.map((piece) => piece.perCell)).toEqual([BigInt(perGroup)]);
    expect(sensitivities(query)).toEqual([BigInt(groupsPerPatient * perGroup)]);
  });

  it('never depends on the snapshot, nor on where or cohort', () => {
    const more = { by: ['Modality'], where: { Modality: 'CT' }, cohort: { has: { Modality: 'CT' } } };
    expect(sensitivities(more)).toEqual(sensitivities({ by: ['Modality'] }));
  });
});

describe('the cells of an answer', () => {
  it('are all there, sorted by field, with OTHER and MISSING, below and above', () => {
    const { keys } = plan({ by: ['PatientSex', { field: 'PatientAge', bins: [0, 40, 90] }] });
    expect(keys).toHaveLength(25);
    expect(keys.slice(0, 6)).toEqual([
      { PatientAge: 'below', PatientSex: 'F' },
      { PatientAge: 'below', PatientSex: 'M' },
      { PatientAge: 'below', PatientSex: 'O' },
      { PatientAge: 'below', PatientSex: 'OTHER' },
      { PatientAge: 'below', PatientSex: 'MISSING' },
      { PatientAge: '[0, 40)', PatientSex: 'F' },
    ]);
    const ages = [...new Set(keys.map(({ PatientAge }) => PatientAge))];
    expect(ages).toEqual(['below', '[0, 40)', '[40, 90]', 'above', 'MISSING']);
    expect(plan({}).keys).toEqual([{}]);
  });

  it('go by masks up to 62, by rows above, and by rows for everything but patients', () => {
    const years = { field: 'StudyDate', values: ['2018', '2019'] };
    expect(
      plan({ by: ['BodyPartExamined', { field: 'Modality', values: ['CT', 'MR', 'US', 'DX', 'PT', 'OTHER'] }] }).path,
    ).toBe('masks');
    expect(plan({ by: ['BodyPartExamined', 'Modality'] }).path).toBe('rows');
    expect(plan({ count: 'studies', by: [years] }).path).toBe('rows');
    expect([plan({}).timeClassMs, plan({ count: 'series' }).timeClassMs]).toEqual([1_000, 4_000]);
  });
});

describe('a plan', () => {
  it('is frozen, costs what was signed and says the rest in its statement', () => {
    planned({ policy, query: { ...base, by: ['Modality'] }, facts }, (one) => {
      expect(Object.isFrozen(one) && Object.isFrozen(one.question) && Object.isFrozen(one.keys)).toBe(true);
      expect(factsOf(one.mechanism)).toEqual({
        name: 'discrete-laplace',
        pieces: [{ length: 7, sensitivity: 3n, sensitivitySquared: 3n, nanoEpsilon: 500_000_000n }],
      });
      const statement = statementOf(one);
      expect(Statement.parse(statement)).toEqual(statement);
      expect(statement).toMatchObject({
        site: 'north',
        measures: [{ kind: 'count', of: 'patients', perGroup: 1 }],
        pieces: [
          {
            mechanism: { epsilon: '0.5', sensitivity: '3', scale: { numerator: '6', denominator: '1' } },
            interval: { confidence: '0.95', halfWidth: '18' },
          },
        ],
        epsilon: '0.5',
        caps: { groupsPerPatient: 3 },
        blocks: [2026],
      });
      expect(statement.leavesOut).toEqual([
        'A patient counts in at most 3 of the 7 cells; what lies beyond is left out of the counts.',
        'At most 12 series of one patient are stored.',
      ]);
    });
  });

  it('charges the signed blocks that exist here and no others', () => {
    expect(plan({ blocks: [1999, 2026, 2025, 2026] }).blocks).toEqual([2025, 2026]);
  });

  it('is found again under a key that everything but ε and order changes', () => {
    const key = (query: Partial<Query>, more = {}) =>
      planOf(policy, { ...base, ...query }, { ...facts, ...more }).questionKey;
    const one = key({});
    expect(key({ epsilon: '2' })).toBe(one);
    const strict = smallPolicy({ groupsPerPatientMax: 2, perGroupMax: { studies: 2, series: 4, instances: 50 } });
    const keys = [
      one,
      key({}, { project: 'heart' }),
      key({}, { purpose: 'another purpose' }),
      key({}, { snapshot: '1'.repeat(32) }),
      key({ blocks: [2025] }),
      key({ blocks: [2025, 2026] }),
      key({ blocks: [2025, 2026] }, { blocks: [2026] }),
      key({ count: 'series' }),
      planOf(strict, base, declared(strict)).questionKey,
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('a dry run', () => {
  it('always equals what the plan then costs and says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
        const query = randomQuery(policy, dice(seed));
        const dry = dryRun({ policy, query: Draft.parse(query), facts });
        planned({ policy, query, facts }, (one) => {
          const { measures, pieces, queryHash, blocks, epsilon } = statementOf(one);
          expect(dry).toMatchObject({ measures, pieces, queryHash, blocks, epsilon });
          expect(epsilon).toBe(query.epsilon);
          expect(dry).toMatchObject({
            timeClassMs: one.timeClassMs,
            questionKey: one.questionKey,
            cells: one.keys.length,
          });
        });
      }),
      { numRuns: 200 },
    );
  });

  it('solves an accuracy for the smallest ε that keeps it, and names every block there is', () => {
    const query: Draft = { count: 'patients', by: ['Modality'], accuracy: { halfWidth: 20, confidence: '0.95' } };
    const dry = dryRun({ policy, query, facts });
    if (isObjection(dry)) {
      throw new Error(dry.detail);
    }
    expect(dry.blocks).toEqual([2024, 2025, 2026]);
    const half = (epsilon: string): number => {
      const one = dryRun({ policy, query: { count: 'patients', by: ['Modality'], epsilon }, facts });
      return isObjection(one) ? Number.NaN : Number(one.pieces[0]?.interval.halfWidth);
    };
    expect(half(dry.epsilon)).toBeLessThanOrEqual(20);
    const nano = BigInt(dry.nanoEpsilon) - 1n;
    expect(half(`0.${nano.toString().padStart(9, '0')}`)).toBeGreaterThan(20);
  });

  it('says no where no ε of the policy is enough', () => {
    const query: Draft = { count: 'instances', by: ['Modality'], accuracy: { halfWidth: 1, confidence: '0.99' } };
    const dry = dryRun({ policy, query, facts });
    expect(isObjection(dry) && dry.code).toBe('epsilon-out-of-range');
    for (const confidence of ['0', '1', '95']) {
      const odd = dryRun({ policy, query: { count: 'patients', accuracy: { halfWidth: 9, confidence } }, facts });
      expect(isObjection(odd) && odd.code).toBe('unsupported-shape');
    }
  });
});
