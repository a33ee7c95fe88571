/** For `budget/` alone: makes the charge of a durable reservation and opens a release for its commit. */
export { costOf, factsOf, mintCharge, openReleased } from './spine/tokens.ts';
