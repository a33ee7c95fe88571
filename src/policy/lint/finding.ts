/** Something that a steward should look at. An `error` should keep a version from being published. */
export interface Finding {
  readonly level: 'error' | 'warning';
  /** One sentence, without its full stop; it names the policy's own names only. */
  readonly sentence: string;
}
