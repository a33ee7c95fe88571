import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Draft, type Query, Statement } from '../../src/contract/index.ts';
import { policyFromJson } from '../../src/policy/index.ts';
import { factsOf } from '../../src/privacy/index.ts';
import { dryRun, isObjection, planned, statementOf } from '../../src/query/index.ts';
import { sensitivityOf } from '../../src/query/pieces.ts';
import { nodesOf, treeOf, treeOver } from '../../src/query/tree.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';
import { declared, planOf, planOrObjection } from './support/declared.ts';
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

describe('what one patient can do to a measure', () => {
  const three = { by: ['Modality'] };

  // PatientAge runs over 0 … 90, so m = 45 and H = 45; SliceThickness over 0 … 20 steps of 0.5 mm, so H = 10. L0 = 3, c = 2.
  it.each<[string, Partial<Query>, readonly (readonly [string, bigint, bigint])[]]>([
    ['a sum', { sum: 'PatientAge' }, [['sum', 90n, 90n ** 2n]]],
    [
      'a sum over studies by group',
      { sum: { field: 'PatientAge', per: 'study' }, ...three },
      [['sum', 540n, 3n * 180n ** 2n]],
    ],
    ['a sum of clamped values', { sum: { field: 'SliceThickness', clamp: [1, 5] } }, [['sum', 10n, 100n]]],
    [
      'a mean',
      { mean: 'PatientAge' },
      [
        ['n', 1n, 1n],
        ['sum', 45n, 45n ** 2n],
      ],
    ],
    [
      'a mean of an odd range',
      { mean: { field: 'PatientAge', clamp: [1, 90] } },
      [
        ['n', 1n, 1n],
        ['sum', 45n, 45n ** 2n],
      ],
    ],
    [
      'a mean of a narrow range',
      { mean: { field: 'PatientAge', clamp: [40, 41] } },
      [
        ['n', 1n, 1n],
        ['sum', 1n, 1n],
      ],
    ],
    [
      'a mean over studies by group',
      { mean: { field: 'SliceThickness', per: 'study' }, ...three },
      [
        ['n', 6n, 12n],
        ['sum', 60n, 1200n],
      ],
    ],
    [
      'a variance',
      { variance: 'PatientAge' },
      [
        ['n', 1n, 1n],
        ['sum', 45n, 2025n],
        ['square', 2025n, 2025n ** 2n],
      ],
    ],
    [
      'a histogram over studies by group',
      { histogram: { field: 'PatientAge', per: 'study' }, ...three },
      [['bins', 6n, 12n]],
    ],
    ['quantiles', { quantiles: 'PatientAge' }, [['tree', 2n, 2n]]],
    [
      'quantiles over studies by group',
      { quantiles: { field: 'PatientAge', per: 'study' }, ...three },
      [['tree', 12n, 24n]],
    ],
    ['quantiles of few values', { quantiles: { field: 'PatientAge', clamp: [0, 9] } }, [['tree', 1n, 1n]]],
    [
      'moments',
      { moments: { fields: ['SliceThickness', 'PatientAge'] } },
      [
        ['n', 1n, 1n],
        ['sum', 45n, 2025n],
        ['sum', 10n, 100n],
        ['square', 2025n, 2025n ** 2n],
        ['square', 100n, 10_000n],
        ['product', 450n, 450n ** 2n],
      ],
    ],
  ])('is bounded for %s', (_what, query, pieces) => {
    const plan = planned({ policy, query: { ...base, count: undefined, ...query }, facts }, ({ mechanism, question }) =>
      factsOf(mechanism).pieces.map((piece, at) => [
        question.pieces[at]?.name,
        piece.sensitivity,
        piece.sensitivitySquared,
      ]),
    );
    expect(plan).toEqual(pieces);
  });

  it('is charged as the sum of whole shares: by weight, then equally, the remainder to the first', () => {
    const measures = [
      { mean: 'PatientAge', weight: 2 },
      { count: 'patients' as const },
      { variance: 'SliceThickness' },
    ];
    const shares = planned(
      { policy, query: { ...base, count: undefined, measures, epsilon: '0.100000001' }, facts },
      (one) => factsOf(one.mechanism).pieces.map(({ nanoEpsilon }) => nanoEpsilon),
    );
    // In canonical order: the count, the mean's two pieces, the variance's three.
    const third = 8_333_333n;
    expect(shares).toEqual([25_000_002n, 25_000_000n, 25_000_000n, third, third, third]);
    expect((shares as bigint[]).reduce((sum, one) => sum + one)).toBe(100_000_001n);
  });

  it('is the same question for other weights, points, order and outcome, and another for anything else', () => {
    const key = (query: Partial<Query>): string => {
      const one = planOf(policy, { ...base, count: undefined, ...query }, facts);
      return one.questionKey;
    };
    const count = { count: 'patients' as const };
    const several = key({ measures: [count, { mean: 'PatientAge' }] });
    expect(
      key({
        measures: [
          { mean: { field: 'PatientAge', per: 'patient', reduce: 'first', clamp: [0, 90] }, weight: 9 },
          count,
        ],
      }),
    ).toBe(several);
    expect(key({ quantiles: { field: 'PatientAge', at: ['0.99'] } })).toBe(key({ quantiles: 'PatientAge' }));
    const fields = ['PatientAge', 'SliceThickness'];
    expect(key({ moments: { fields, outcome: 'PatientAge' } })).toBe(
      key({ moments: { fields: [...fields].reverse() } }),
    );
    expect(key({ measures: [count] })).toBe(key(count));
    const all = [
      ...[
        count,
        { mean: 'PatientAge' },
        { sum: 'PatientAge' },
        { variance: 'PatientAge' },
        { quantiles: 'PatientAge' },
      ],
      ...[{ histogram: 'PatientAge' }, { moments: { fields } }, { mean: 'SliceThickness' }],
      ...(['min', 'max', 'mean'] as const).map((reduce) => ({ mean: { field: 'PatientAge', reduce } })),
      { mean: { field: 'PatientAge', per: 'study' as const } },
      { mean: { field: 'PatientAge', clamp: [0, 89] as [number, number] } },
      { histogram: { field: 'PatientAge', bins: [0, 50, 90] } },
      { measures: [count, { mean: 'PatientAge' }] },
    ];
    expect(new Set(all.map(key)).size).toBe(all.length);
  });
});

describe('a quantile tree', () => {
  it.each([1, 2, 9, 16, 17, 91, 256, 257, 1_001, 30_001, 100_001])(
    'covers a range of %i steps, as finely as it may',
    (steps) => {
      const { branching, leafSteps, levels } = treeOver(steps);
      const leaves = levels.at(-1) ?? 0;
      expect(leaves * leafSteps).toBeGreaterThanOrEqual(steps);
      expect((leaves - 1) * leafSteps).toBeLessThan(steps);
      expect(leafSteps).toBe(Math.ceil(steps / 256));
      expect(levels.slice(0, -1)).toEqual(levels.slice(1).map((below) => Math.ceil(below / branching)));
      expect(nodesOf({ branching, leafSteps, levels })).toBeLessThanOrEqual(16 + 256);
    },
  );

  it('holds in every node what its leaves hold', () => {
    const tree = treeOver(91);
    const leaves = Array.from({ length: 91 }, (_, at) => BigInt(at));
    const nodes = treeOf(leaves, tree);
    expect(nodes).toHaveLength(nodesOf(tree));
    expect(nodes[1]).toBe(leaves.slice(10, 20).reduce((sum, one) => sum + one));
    expect(nodes.slice(10)).toEqual(leaves);
    expect(nodes[9]).toBe(90n);
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
        'Patients who withdrew, or do not allow the purpose research, are not counted.',
      ]);
    });
  });

  it('charges the signed blocks that exist here and no others', () => {
    expect(plan({ blocks: [1999, 2026, 2025, 2026] }).blocks).toEqual([2025, 2026]);
  });

  it('charges every one of these, whatever is asked: no cohort, filter, group or measure narrows the list', () => {
    let answerable = 0;
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const query = randomQuery(policy, dice(seed));
        const asked = planOrObjection(policy, query, facts);
        if (isObjection(asked)) {
          expect(asked.code).toBe('too-many-groups'); // a tree in every cell of a wide table: nothing is charged
          return;
        }
        answerable += 1;
        expect(asked.blocks).toEqual([...new Set(query.blocks)].sort((a, b) => a - b));
      }),
      { numRuns: 300 },
    );
    expect(answerable).toBeGreaterThan(270);
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
    const nano = BigInt(dry.loss[0]!) - 1n;
    expect(half(`0.${nano.toString().padStart(9, '0')}`)).toBeGreaterThan(20);
  });

  it('solves the accuracy of a sum in whole steps, of whatever decimals they are', () => {
    const { document } = policy;
    const fields = document.fields.map((field) =>
      field.keyword === 'SliceThickness' ? { ...field, range: { min: 0, max: 7, step: 0.07, unit: 'mm' } } : field,
    );
    const odd = policyFromJson(JSON.stringify({ ...document, fields }));
    // 21/0.07 is 299.999… in doubles: one step less, and more ε than it takes.
    const accuracy = { halfWidth: 21, confidence: '0.95' };
    const dry = dryRun({ policy: odd, query: { sum: 'SliceThickness', accuracy }, facts: declared(odd) });
    expect(isObjection(dry) ? dry.detail : dry.pieces[0]?.interval.halfWidth).toBe('300');
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
