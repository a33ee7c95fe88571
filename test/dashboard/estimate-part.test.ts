import { expect, it } from 'vitest';
import type { View } from '../../src/dashboard/layout/view.ts';
import { EstimatePart } from '../../src/dashboard/researcher/estimate.tsx';
import { sayIn } from '../../src/dashboard/texts/say.ts';
import { PIECE } from '../support/spoken-site.ts';

const partIn = (lang: 'en' | 'de', kind: 'count' | 'quantiles', name: 'n' | 'tree'): string => {
  const measures = [{ kind, fields: [], perGroup: 1 }];
  const estimate = { epsilon: '0.5', cells: 1, measures, pieces: [{ ...PIECE, name }] };
  return String(EstimatePart({ view: { say: sayIn(lang) } as View, estimate, sites: 2, isTotal: false }));
};

it('of quantiles says what its ± is of, and adds up none', () => {
  const text = partIn('en', 'quantiles', 'tree');
  expect(text).toContain('within ± 6 patients in each node of the tree; the quantile’s own interval depends on');
  expect(text).not.toContain('Added up over');
  expect(partIn('de', 'quantiles', 'tree')).toContain('± 6 Patienten in jedem Knoten des Baums');
});

it('of a count adds up its ±, which is of the count itself', () => {
  const text = partIn('en', 'count', 'n');
  expect(text).toContain('Added up over 2 sites');
  expect(text).not.toContain('node of the tree');
});
