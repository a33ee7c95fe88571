import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MARKS, STATISTICS, widthsTable, withWidths } from '../../scripts/expected-widths.ts';

const text = readFileSync(STATISTICS, 'utf8');

describe('docs/statistics.md', () => {
  it('has the table of widths that the estimators give now', () => {
    expect(widthsTable().split('\n').length).toBeGreaterThan(20);
    expect(withWidths(text)).toBe(text);
  });

  it('is never taken for right with another width', () => {
    const [before = '', rest = ''] = text.split(MARKS[0]);
    const wrong = `${before}${MARKS[0]}${rest.replace('± 30', '± 29')}`;
    expect(withWidths(wrong)).not.toBe(wrong);
  });
});
