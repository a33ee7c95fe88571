import { SfumatoError } from '../base/index.ts';

/** Ends what can't be, had the journal held only what was approved. @throws SfumatoError `invariant-broken`. */
export function breach(what: string): never {
  throw new SfumatoError('invariant-broken', `The record of decisions is not sound: ${what}.`);
}
