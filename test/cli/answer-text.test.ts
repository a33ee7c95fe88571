import { describe, expect, it } from 'vitest';
import { answerText, quoteText } from '../../src/cli/ask/show.ts';
import { methodsText } from '../../src/cli/workbench/methods-text.ts';
import type { Combined, FederatedReply, Quote } from '../../src/contract/index.ts';

const COMBINED: Combined = { sites: ['a', 'b'], keys: [{}], confidence: '0.95', results: [], pieces: [] };
const reply = (combined: Combined | null, charged: readonly string[]): FederatedReply => ({
  ...{ requestId: '0'.repeat(32), combined, loss: null },
  ...(combined === null ? { notCombined: 'Attempt 1 at the total has ended without one.' } : {}),
  sites: [
    ...charged.map((one, at) => ({ site: 'ab'.charAt(at), state: 'answered' as const, charged: one })),
    ...(combined === null ? [{ site: 'c', state: 'out-of-budget' as const, reason: 'budget-exhausted' }] : []),
  ],
});
const wanted = { draft: { count: 'patients' as const, epsilon: '0.5' }, sites: [], total: true };

describe('an answer to a question for a total', () => {
  it('shows what each site charged', () => {
    const text = answerText(reply(COMBINED, ['0.11', '0']));
    expect(text).toMatch(/^a +answered +0\.11 *$/m);
    expect(text).toMatch(/^b +answered +0 +sent before, free$/m);
    expect(answerText(reply(null, ['0.11', '0.11']))).toMatch(/^b +answered +0\.11 *$/m);
  });

  it('says in the methods text what it cost, and claims no total where none came', () => {
    const came = methodsText(wanted, reply(COMBINED, ['0.11', '0']));
    expect(came).toContain('The sites released their total only, by secure aggregation');
    expect(came).toContain('It cost ε = 0.11 at a.');
    const failed = methodsText(wanted, reply(null, ['0.11', '0.11']));
    expect(failed).not.toContain('released their total');
    expect(failed).toContain('Only the sites’ total was asked for, by secure aggregation, and none was released');
    expect(failed).toContain('It cost ε = 0.11 at a, ε = 0.11 at b.');
    expect(methodsText(wanted, reply(null, []))).toContain('None answered.');
  });
});

describe('an answer of which a year that was asked for is no part', () => {
  it('says so on screen', () => {
    const all = reply(COMBINED, []);
    expect(answerText({ ...all, blocksLeftOut: [1999] })).toContain(
      'Left out: the intake year 1999, which no site that answered has.',
    );
    expect(answerText({ ...all, blocksLeftOut: [1999, 2001] })).toContain('intake years 1999, 2001, which');
    expect(answerText(all)).not.toContain('Left out');
  });
});

describe('the noise of quantiles in a dry run', () => {
  it('is said to be of the counts in a tree, site by site where it differs', () => {
    const quoted = (halfWidth: string) =>
      ({
        ...{ state: 'quoted', measures: [{ kind: 'quantiles', fields: [] }], cost: { epsilon: '1' } },
        ...{ covered: true, pieces: [{ measure: 0, name: 'tree', interval: { confidence: '0.95', halfWidth } }] },
      }) as unknown as Quote;
    const text = (...widths: readonly string[]) =>
      quoteText({ sites: widths.map((one) => ({ site: 'a', state: 'answered', quote: quoted(one) })) });
    const own = 'patients in each node of the tree; the quantile’s own interval depends on the data.';
    expect(text('12', '12')).toContain(`\n\nOf quantiles, the noise is within ± 12 ${own}`);
    expect(text('12', '16')).toContain(`± 12, ± 16 ${own}`);
  });
});

describe('the noise of several measures in a dry run', () => {
  it('is named by its measure, of one measure by its part alone', () => {
    const part = (measure: number, name: string, halfWidth: string) =>
      ({ measure, name, interval: { confidence: '0.95', halfWidth } }) as Quote['pieces'][number];
    const saying = (measures: readonly object[], pieces: Quote['pieces']) => {
      const quote = {
        ...{ state: 'quoted', measures, pieces, cost: { epsilon: '1' } },
        ...{ covered: true, moreSuch: 1, timeClassSeconds: 1 },
      } as unknown as Quote;
      return quoteText({ sites: [{ site: 'a', state: 'answered', quote }] });
    };
    const mean = [part(0, 'n', '9'), part(0, 'sum', '404')];
    const of = (field: string, more = {}) => ({
      kind: 'mean',
      fields: [{ field, low: 0, high: 9, step: 10 }],
      ...more,
    });
    const count = { kind: 'count', of: 'patients', fields: [] };
    const three = [...mean, part(1, 'n', '8')];
    expect(saying([of('PatientAge'), count], three)).toContain('mean n 9, mean sum 404, count n 8');
    expect(saying([of('PatientAge')], mean)).toMatch(/ n 9, sum 404 /);
    expect(saying([of('PatientAge'), of('SliceThickness', { reduce: 'max' })], three)).toContain(
      'mean of PatientAge (0 … 90) n 9, mean of PatientAge (0 … 90) sum 404, mean of SliceThickness (max, 0 … 90) n 8',
    );
    expect(saying([count, { ...count, of: 'studies' }], [part(0, 'n', '7'), part(1, 'n', '8')])).toContain(
      'count of patients n 7, count of studies n 8',
    );
  });
});
