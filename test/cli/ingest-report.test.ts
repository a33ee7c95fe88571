import { expect, it } from 'vitest';
import { type IngestReport, reportText } from '../../src/cli/ingest-report/report.ts';

const report = (counted: number): IngestReport => ({
  ...{ unit: 'files', read: 9, stored: 9, counted, handed: 9, known: 0, skipped: {}, quarantined: {} },
  ...{ staged: { patients: 1, studies: 1, series: 1, instances: 9, devices: 1 }, fields: [] },
});

it('says what “only counted” means wherever the report counts some', () => {
  expect(reportText(report(8))).toContain('“Only counted” are instances whose series takes its values from another');
  expect(reportText(report(0))).not.toContain('“Only counted”');
});
