/** Time, passed by argument so that tests own it. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC; may jump either way. */
  wallMs(): number;
  /** Milliseconds since some start; never goes back. */
  monotonicMs(): number;
  /** Resolves once `monotonicMs()` has reached `atMs`, or `stop` is aborted; at once when that is so already. */
  until(atMs: number, stop?: AbortSignal): Promise<void>;
}
