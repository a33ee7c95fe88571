import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Calendar, slotAt } from '../../src/warehouse/index.ts';

const at = (text: string): number => Date.parse(text);
const calendars: Calendar[] = ['daily', 'weekly', 'monthly', 'quarterly'];
const moment = fc.integer({ min: at('1995-01-01'), max: at('2099-12-31') });

describe('the slot calendar', () => {
  it('always names the slot that holds the moment, and the next one begins where it ends', () => {
    fc.assert(
      fc.property(fc.constantFrom(...calendars), moment, (calendar, wallMs) => {
        const slot = slotAt(calendar, wallMs);
        expect(slot.opensAtMs).toBeLessThanOrEqual(wallMs);
        expect(slot.nextOpensAtMs).toBeGreaterThan(wallMs);
        expect(slotAt(calendar, slot.opensAtMs)).toEqual(slot);
        expect(slotAt(calendar, slot.nextOpensAtMs - 1)).toEqual(slot);
        const next = slotAt(calendar, slot.nextOpensAtMs);
        expect(next.opensAtMs).toBe(slot.nextOpensAtMs);
        expect(next.id > slot.id).toBe(true);
      }),
    );
  });

  it('takes the year of a slot from its opening, never from the clock of a late publish', () => {
    expect(slotAt('weekly', at('2027-01-02T12:00:00Z'))).toMatchObject({ id: '2026-W53', year: 2026 });
    expect(slotAt('quarterly', at('2026-12-31T23:59:59Z'))).toMatchObject({ id: '2026-Q4', year: 2026 });
  });

  it('numbers ISO weeks as ISO 8601 does', () => {
    expect(slotAt('weekly', at('2024-12-30')).id).toBe('2025-W01');
    expect(slotAt('weekly', at('2021-01-03')).id).toBe('2020-W53');
    expect(slotAt('weekly', at('2026-03-14')).id).toBe('2026-W11');
  });
});
