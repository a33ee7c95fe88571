/** For `budget/` alone: makes the charge of a durable reservation and opens what passed the gate for its commit. */
export { ringBytes } from './masking/ring.ts';
export { costOf, factsOf, mintCharge, openMasked, openReleased } from './spine/tokens.ts';
