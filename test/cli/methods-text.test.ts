import { describe, expect, it } from 'vitest';
import { methodsText } from '../../src/cli/workbench/methods-text.ts';
import { type Query, ReleasedWire, type Reply } from '../../src/contract/index.ts';
import { type Accountant, accountantOf, PURE } from '../../src/privacy/index.ts';
import { isObjection, planned, statementOf } from '../../src/query/index.ts';
import { declared } from '../query/support/declared.ts';
import { smallPolicy } from '../warehouse/support/small-policy.ts';

const policy = smallPolicy();
const ZCDP = accountantOf({ kind: 'zcdp', delta: '0.000001' });
const ASKED: Query = { count: 'patients', by: ['Modality'], blocks: [2026], epsilon: '0.5' };
const FINER: Query = { ...ASKED, by: ['Modality', 'PatientSex'] };

function released(site: string, query = ASKED, accountant: Accountant = PURE): ReleasedWire {
  const statement = planned({ policy, query, facts: declared(policy, { site, accountant }) }, (plan) =>
    statementOf(plan),
  );
  if (isObjection(statement)) {
    throw new Error(statement.detail);
  }
  const values = statement.pieces.map(({ width }) => statement.keys.flatMap(() => Array(width).fill('10')));
  return ReleasedWire.parse({ ...statement, state: 'released', values });
}

function textOf(answers: readonly (ReleasedWire | Pick<Reply, 'answer' | 'collapse'>)[], query = ASKED): string {
  const replies = answers.map((one) => ({
    replayed: false,
    receipt: null,
    ...('answer' in one ? one : { answer: one }),
  }));
  const sites = replies.map((reply) => ({ site: reply.answer.site, state: 'answered' as const, reply }));
  const reply = { requestId: '0'.repeat(32), sites, combined: null, notCombined: 'Not here.', loss: null };
  return methodsText({ draft: query, sites: [], total: false }, reply);
}

describe('the text for a methods section', () => {
  it('says once what holds of every site', () => {
    const text = textOf([released('a'), released('b')]);
    expect(text).toMatch(
      /Every site added noise of its own, discrete Laplace, b = 6, under pure ε-differential privacy; .*; the cost was ε = 0\.5 at each site\. The privacy unit/,
    );
    expect(text).not.toContain('At a');
  });

  it('never gives the guarantee of one site for that of another, which counts losses otherwise', () => {
    const text = textOf([released('a'), released('z', ASKED, ZCDP), released('b')]);
    expect(text).toMatch(
      /At a, b noise was added by the site itself, discrete Laplace, b = 6, under pure ε-diff[^.]*; the cost was ε = 0\.5 at each\./,
    );
    expect(text).toMatch(
      /At z noise [^.]*, discrete Gaussian, σ² = 12, under ρ-zero-concentrated .* ρ 0\.125, .*; the cost was ρ = 0\.125 in zCDP \(stated at δ = 0\.000001\)\./,
    );
  });

  it('names the ε of each stored answer beside its site', () => {
    const text = textOf([released('a'), released('b', { ...ASKED, epsilon: '2' })]);
    expect(text).toMatch(
      /At a noise .* b = 6, .*; the cost was ε = 0\.5\. At b noise .* b = 3\/2, .*; the cost was ε = 2\./,
    );
  });

  it('counts the draws of noise in cells of a finer table that are added up', () => {
    const collapse = { over: ['PatientSex'], queryHash: released('c').queryHash };
    const text = textOf([released('a'), { answer: released('c', FINER), collapse }]);
    expect(text).toMatch(/At a noise was added by the site itself, discrete Laplace, b = 6, under/);
    expect(text).toContain(
      'At c noise was added by the site itself, 5 draws of discrete Laplace, b = 6, for 5 cells of a finer table added up, under',
    );
  });

  it('says of which part and measure each noise is, where there are several', () => {
    const query: Query = {
      measures: [{ count: 'patients', weight: 3 }, { mean: 'PatientAge' }],
      blocks: [2026],
      epsilon: '1',
    };
    expect(textOf([released('a', query)], query)).toContain(
      'n (measure 1): discrete Laplace, b = 4/3; n (measure 2): discrete Laplace, b = 8; sum of PatientAge (measure 2): discrete Laplace, b = 360, under',
    );
  });
});
