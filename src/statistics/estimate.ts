/** What released numbers say of a quantity, or that they say nothing. */
export type Estimate = Estimated | NotEstimable;

/** A number with its interval, in the unit of the quantity; nothing is clamped. */
export interface Estimated {
  readonly estimable: true;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Why there is no number: a fixed sentence. */
export interface NotEstimable {
  readonly estimable: false;
  readonly why: string;
}

/** A number from `low` to `high`. */
export function estimated(value: number, low: number, high: number): Estimated {
  return Object.freeze({ estimable: true, value, low, high });
}

/** No number, because of `why`. */
export function notEstimable(why: string): NotEstimable {
  return Object.freeze({ estimable: false, why });
}
