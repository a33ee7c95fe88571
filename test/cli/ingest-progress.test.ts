import { expect, test } from 'vitest';
import { progressLine } from '../../src/cli/commands/ingest.ts';

// What a person sees while an ingest runs.

const progress = { unit: 'rows', done: 512, total: 30_000, quarantined: 3, perSecond: 100 };

test('a number of rows that is no count is marked as one that isn’t', () => {
  expect(progressLine({ ...progress, totalIsEstimated: true })).toContain('  512 of about 30000 rows, 100 rows/s, ');
  expect(progressLine({ ...progress, totalIsEstimated: false })).toContain('  512 of 30000 rows, 100 rows/s, ');
});
