import { describe, expect, it } from 'vitest';
import { analysedEffects } from '../../src/cli/meta/analysed.ts';
import { analysedBySubgroup } from '../../src/cli/meta/by-subgroup.ts';
import { siteEffects } from '../../src/cli/meta/site-effects.ts';
import type { FederatedReply, Query, ReleasedWire } from '../../src/contract/index.ts';
import { isObjection, planned, statementOf } from '../../src/query/index.ts';
import { POLICY } from '../dicom/policy.ts';
import { declared } from '../query/support/declared.ts';

/** A site's release of a question, with these integers. */
function released(site: string, query: Omit<Query, 'epsilon' | 'blocks'>, values: readonly (readonly number[])[]) {
  const input = {
    policy: POLICY,
    facts: declared(POLICY, { site }),
    query: { ...query, epsilon: '1', blocks: [2026] },
  };
  const statement = planned({ ...input, query: input.query as Query }, (plan) => statementOf(plan));
  if (isObjection(statement)) {
    throw new Error(statement.detail);
  }
  return { state: 'released', ...statement, values: values.map((piece) => piece.map(String)) } as ReleasedWire;
}

function reply(...answers: readonly (ReleasedWire | string)[]): FederatedReply {
  const sites = answers.map((answer) =>
    typeof answer === 'string'
      ? { site: answer, state: 'unavailable' as const }
      : { site: answer.site, state: 'answered' as const, reply: { answer, replayed: false, receipt: null } },
  );
  return { requestId: '0'.repeat(32), sites, combined: null, loss: null, notCombined: 'Only the sites matter here.' };
}

const TABLE = {
  count: 'patients',
  by: [
    { field: 'Modality', values: ['CT', 'MR'] },
    { field: 'PatientSex', values: ['F', 'M'] },
  ],
} as const satisfies Omit<Query, 'epsilon' | 'blocks'>;
const CELLS = {
  groups: ['Modality=CT', 'Modality=MR'],
  outcomes: ['PatientSex=F', 'PatientSex=M'],
};

describe('an effect of each site', () => {
  it('is a log odds or risk ratio of released counts, with the noise of every cell', () => {
    const answer = reply(released('harbour', TABLE, [[120, 80, 60, 140]]), 'hill');
    const odds = siteEffects(answer, { effect: 'odds-ratio', ...CELLS });
    expect(odds.without).toEqual([{ site: 'hill', why: 'It is unavailable.' }]);
    const [one] = odds.sites;
    expect(one?.label).toBe('harbour');
    expect(one?.effect).toBeCloseTo(Math.log((120 * 140) / (80 * 60)), 12);
    expect(one?.samplingVariance).toBeCloseTo(1 / 120 + 1 / 80 + 1 / 60 + 1 / 140, 12);
    const noise = Number(released('x', TABLE, [[0, 0, 0, 0]]).pieces[0]?.mechanism.variance);
    expect(noise).toBeGreaterThan(1);
    expect(one?.noiseVariance).toBeCloseTo(noise * (120 ** -2 + 80 ** -2 + 60 ** -2 + 140 ** -2), 12);
    const [risk] = siteEffects(answer, { effect: 'risk-ratio', ...CELLS }).sites;
    expect(risk?.effect).toBeCloseTo(Math.log(0.6 / 0.3), 12);
  });

  it('is none of a total, which says so instead of naming every site', () => {
    const total = { ...reply(), sites: [{ site: 'harbour', state: 'answered' as const, charged: '0.5' }] };
    expect(() => siteEffects(total, { effect: 'odds-ratio', ...CELLS })).toThrow(
      'The answer is a total, of which no site gives a number of its own; ask without --total.',
    );
  });

  it('turns round when groups do', () => {
    const answer = reply(released('harbour', TABLE, [[120, 80, 60, 140]]));
    const [one] = siteEffects(answer, { effect: 'odds-ratio', ...CELLS }).sites;
    const [other] = siteEffects(answer, {
      effect: 'odds-ratio',
      groups: CELLS.groups.toReversed(),
      outcomes: CELLS.outcomes,
    }).sites;
    expect(other?.effect).toBeCloseTo(-(one?.effect ?? 0), 12);
  });

  it('is the difference of two groups’ means, each with its own sampling and noise', () => {
    const question: Omit<Query, 'epsilon' | 'blocks'> = {
      variance: { field: 'SliceThickness' },
      by: [{ field: 'Modality', values: ['CT', 'MR'] }],
    };
    const blank = released('x', question, [
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    const [field] = blank.measures[0]?.fields ?? [];
    const at = (name: string) => blank.pieces.findIndex((piece) => piece.name === name);
    const values: number[][] = [[], [], []];
    values[at('n')] = [100, 50];
    values[at('sum')] = [-300, 100];
    values[at('square')] = [1_000, 600];
    const [found] = siteEffects(reply(released('harbour', question, values)), {
      effect: 'mean-difference',
      groups: CELLS.groups,
      outcomes: [],
    }).sites;
    const step = field?.step ?? 0;
    expect(found?.effect).toBeCloseTo(step * (-3 - 2), 12);
    const sampling = step ** 2 * ((1_000 - 900) / 99 / 100 + (600 - 200) / 49 / 50);
    expect(found?.samplingVariance).toBeCloseTo(sampling, 12);
    const noise = (name: string) => blank.pieces[at(name)]?.mechanism.variance ?? 0;
    const ofGroup = (n: number, mean: number) => (noise('sum') + mean ** 2 * noise('n')) / n ** 2;
    expect(found?.noiseVariance).toBeCloseTo(step ** 2 * (ofGroup(100, -3) + ofGroup(50, 2)), 12);
  });

  it('is a correlation of two fields’ moments, by Fisher’s atanh', () => {
    const question: Omit<Query, 'epsilon' | 'blocks'> = { moments: { fields: ['PatientAge', 'SliceThickness'] } };
    const { pieces } = released('x', question, [[0], [0], [0], [0], [0], [0]]);
    const number = { n: 400_000, sum: [100, -200], square: [90_000_000, 4_000_000_000], product: 300_000_000 };
    const values = pieces.map(({ name, fields: [first = 0] }) => [
      name === 'n' ? number.n : name === 'product' ? number.product : ((number[name as 'sum'] ?? [])[first] ?? 0),
    ]);
    const [found] = siteEffects(reply(released('harbour', question, values)), {
      ...{ effect: 'correlation', groups: [], outcomes: [] },
    }).sites;
    const covariance = 300_000_000 + (100 * 200) / 400_000;
    const r = covariance / Math.sqrt((90_000_000 - 100 ** 2 / 400_000) * (4_000_000_000 - 200 ** 2 / 400_000));
    expect(found?.effect).toBeCloseTo(Math.atanh(r), 12);
    expect(found?.samplingVariance).toBeCloseTo(1 / 399_997, 15);
    expect(found?.noiseVariance).toBeGreaterThan(0);
  });

  it('is worked out within each value of a field, and the values are compared', () => {
    const within = analysedBySubgroup(
      reply(
        released('harbour', TABLE, [[120, 80, 60, 140]]),
        released('hill', TABLE, [[100, 90, 70, 150]]),
        released('lake', TABLE, [[110, 95, 55, 120]]),
      ),
      'Modality',
      {
        ...{ method: 'FE', test: 'z', confidence: '0.95' },
        effect: { effect: 'proportion', groups: [], outcomes: CELLS.outcomes },
      },
    );
    expect(within.document.subgroups.map(({ subgroup }) => subgroup)).toEqual(['Modality=CT', 'Modality=MR']);
    const [ct, mr] = within.document.subgroups.map((one) => ('estimate' in one ? one : undefined));
    expect(ct?.effects[0]?.effect).toBeCloseTo(Math.log(120 / 80), 12);
    expect(mr?.effects[2]?.effect).toBeCloseTo(Math.log(55 / 120), 12);
    // Of two groups, Q is the squared difference over the sum of the variances.
    const difference = (ct?.estimate ?? 0) - (mr?.estimate ?? 0);
    const Q = difference ** 2 / ((ct?.se ?? 0) ** 2 + (mr?.se ?? 0) ** 2);
    expect(within.document.between?.Q).toBeCloseTo(Q, 9);
    expect(within.document.between?.df).toBe(1);
    expect(within.text).toMatch(/Between subgroups: Q\(1\)/);
  });

  it('names a subgroup of which no site has an effect', () => {
    const answer = reply(released('harbour', TABLE, [[120, 80, -3, 140]]));
    const { document } = analysedBySubgroup(answer, 'Modality', {
      ...{ method: 'FE', test: 'z', confidence: '0.95' },
      effect: { effect: 'proportion', groups: [], outcomes: CELLS.outcomes },
    });
    expect(document.subgroups[1]).toEqual({
      subgroup: 'Modality=MR',
      notEstimable: expect.stringContaining('No site has an effect'),
    });
    expect(document.between).toBeNull();
  });

  it('is not compared with a subgroup whose sites are equal, by Hartung and Knapp’s test', () => {
    const answer = reply(
      released('harbour', TABLE, [[120, 80, 60, 140]]),
      released('hill', TABLE, [[120, 80, 70, 150]]),
    );
    const { document, text } = analysedBySubgroup(answer, 'Modality', {
      ...{ method: 'REML', test: 'hk', confidence: '0.95' },
      effect: { effect: 'proportion', groups: [], outcomes: CELLS.outcomes },
    });
    expect(document.between).toBeNull();
    expect(text).toMatch(/Whether subgroups differ is not estimable: the standard error of Modality=CT is 0\.$/);
  });

  it('is none where noise leaves a cell at 0, and the site is named', () => {
    const answer = reply(released('harbour', TABLE, [[120, 80, 60, 140]]), released('hill', TABLE, [[9, -1, 4, 6]]));
    const { sites, without } = siteEffects(answer, { effect: 'odds-ratio', ...CELLS });
    expect(sites.map(({ label }) => label)).toEqual(['harbour']);
    expect(without).toEqual([{ site: 'hill', why: 'A released cell is 0 or below.' }]);
  });
});

describe('one sentence says what is wrong with', () => {
  const answer = reply(released('harbour', TABLE, [[120, 80, 60, 140]]));
  it.each([
    ['a file that is no answer', {}, { effect: 'odds-ratio', ...CELLS }, /no answer as/],
    [
      'a cell that isn’t there',
      answer,
      { effect: 'odds-ratio', groups: ['Modality=CT', 'Modality=US'], outcomes: CELLS.outcomes },
      /no cell Modality=US & PatientSex=F\. Its cells are like Modality=CT & PatientSex=F/,
    ],
    ['a measure that wasn’t asked for', answer, { effect: 'mean', groups: [], outcomes: [] }, /has no variance/],
    ['sites of which none has an effect', reply('hill'), { effect: 'odds-ratio', ...CELLS }, /No site has an effect/],
  ] as const)('%s', (_, file, wanted, sentence) => {
    expect(() => siteEffects(file, wanted)).toThrow(sentence);
  });

  const GROUP = '`--group Field=value` twice';
  const OUTCOME = '`--outcome Field=value` twice';
  it.each([
    ['odds-ratio', [], `needs ${GROUP} and ${OUTCOME}`],
    ['proportion', [], `needs ${OUTCOME}, and no \`--group\``],
    ['mean-difference', [], `needs ${GROUP}, and no \`--outcome\``],
    ['mean', ['Modality=CT'], 'takes neither `--group` nor `--outcome`'],
  ] as const)('the cells of an effect, which are missing or too many: %s', (effect, groups, needs) => {
    expect(() => siteEffects(answer, { effect, groups, outcomes: [] })).toThrow(
      expect.objectContaining({ message: `--effect ${effect} ${needs}.` }),
    );
  });
});

describe('the scale of an effect', () => {
  const answer = reply(released('harbour', TABLE, [[120, 80, 60, 140]]), released('hill', TABLE, [[110, 90, 70, 130]]));
  const how = { method: 'FE', test: 'z', confidence: '0.95' } as const;

  it('is named with the effect in the text, the picture and the document, with the estimate off it', () => {
    const { document, text, svg } = analysedEffects(siteEffects(answer, { effect: 'odds-ratio', ...CELLS }), how);
    const title =
      'Effect: log odds ratio (natural logarithm), of Modality=CT against Modality=MR; having PatientSex=F, not having PatientSex=M';
    expect(text.startsWith(`${title}\n\n`)).toBe(true);
    expect(svg).toContain(`<title id="title">Forest plot of 2 sites, FE. ${title}</title>`);
    expect(svg).toMatch(/<text class="small"[^>]*>Effect: log odds ratio \(natural logarithm\)<\/text>/);
    expect(document.measure).toMatchObject({ effect: 'odds-ratio', scale: 'log', ...CELLS });
    const [low, high] = document.ci.map(Math.exp);
    const estimate = Math.exp(document.estimate);
    expect(document.backTransformed).toMatchObject({ of: 'odds ratio', estimate, ci: [low, high] });
    expect(text).toContain(
      `Taken back from this scale: odds ratio ${estimate.toFixed(3)} [${low?.toFixed(3)}, ${high?.toFixed(3)}] at 0.95`,
    );
  });

  it('is log odds of a proportion, which are taken back to it', () => {
    const part = { count: 'patients' as const, by: [{ field: 'PatientSex', values: ['F', 'M'] }] };
    const one = reply(released('harbour', part, [[30, 70]]));
    const wanted = { effect: 'proportion', groups: [], outcomes: CELLS.outcomes } as const;
    const { document, text } = analysedEffects(siteEffects(one, wanted), how);
    expect(document.measure?.scale).toBe('logit');
    expect(document.backTransformed?.estimate).toBeCloseTo(0.3, 12);
    expect(text).toContain(
      'Effect: log odds (logit of the proportion), of having PatientSex=F, not having PatientSex=M',
    );
    expect(text).toContain('proportion 0.300 [');
  });

  it('has a picture as wide as what is said below its axis', () => {
    const { measure, ...effects } = siteEffects(answer, { effect: 'odds-ratio', ...CELLS });
    const within = ['BodyPartExamined='.padEnd(300, 'X')];
    const { svg } = analysedEffects({ ...effects, ...(measure && { measure: { ...measure, within } }) }, how);
    expect(Number(/ width="(\d+)"/.exec(svg)?.[1])).toBeGreaterThan(6 * 400);
  });

  it('is said of no table, of whose effects nothing is known', () => {
    const { measure: _, ...table } = siteEffects(answer, { effect: 'odds-ratio', ...CELLS });
    const { document, text, svg } = analysedEffects(table, how);
    expect(document).not.toHaveProperty('measure');
    expect(document).not.toHaveProperty('backTransformed');
    expect(text + svg).not.toMatch(/log|Taken back/);
  });
});
