import { assert } from '../../base/index.ts';

// A patient's standing as one number of 32 bits: the intake block (16 bits, 0 when there is none yet), one bit for who opted
// out, and one bit for every purpose that the patient doesn't allow. 0 is somebody who was never heard of.

/** One step in a patient's standing. Each only takes away: none gives a second block, and none allows what was not allowed. */
export type IntakeEvent =
  /** The intake block, a calendar year. */
  | { readonly kind: 'admit'; readonly block: number }
  | { readonly kind: 'opt-out' }
  /** The purposes that are still allowed, as a mask of `SCOPE_BITS` bits; never none, which is an opt-out. */
  | { readonly kind: 'scopes'; readonly allowed: number };

/** How many purposes can be told apart, for ever: one bit each. */
const SCOPE_BITS = 15;
const SCOPES = 2 ** SCOPE_BITS - 1;
const OPTED_OUT = 2 ** 16;
const REFUSED_FROM = 17;

/** What the mask of somebody who never narrowed it says: every purpose, those that are yet to be named included. */
export const EVERY_SCOPE = 2 ** 32 - 1;

/** Whether this is a mask of purposes to allow. */
export function isScopeMask(allowed: number): boolean {
  return Number.isInteger(allowed) && allowed > 0 && allowed <= SCOPES;
}

/** A standing after an event. */
export function standingAfter(standing: number, event: IntakeEvent): number {
  switch (event.kind) {
    case 'admit':
      return blockOf(standing) === undefined ? standing + event.block : standing;
    case 'opt-out':
      return (standing | OPTED_OUT) >>> 0;
    case 'scopes': {
      assert(isScopeMask(event.allowed), 'a scope mask allows something, and no more than can be named');
      const narrowed = (standing | ((~event.allowed & SCOPES) << REFUSED_FROM)) >>> 0;
      // Who allows one thing in one list and another in the next allows nothing.
      return narrowed >>> REFUSED_FROM === SCOPES ? (narrowed | OPTED_OUT) >>> 0 : narrowed;
    }
  }
}

/** The intake block of a standing, if there is one. */
export function blockOf(standing: number): number | undefined {
  return standing % OPTED_OUT || undefined;
}

/** Whether a standing is that of somebody who opted out. */
export function isOptedOut(standing: number): boolean {
  return (standing & OPTED_OUT) !== 0;
}

/** The purposes that a standing allows, as the 32 bits of the column `scope`. */
export function scopeOf(standing: number): number {
  const refused = standing >>> REFUSED_FROM;
  return refused === 0 ? EVERY_SCOPE : ~refused & SCOPES;
}
