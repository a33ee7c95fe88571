/** What became of a form, in words; or why nothing did. */
export type Outcome = Done | Failed;

/** A form that came to nothing. */
export interface Failed {
  readonly problem: string;
  /** What is wrong with each field, by its name without the form's. */
  readonly fields?: Readonly<Record<string, string>>;
  /** The id of a decision that waits already and says the same. */
  readonly waits?: string;
  /** The node says that what is asked for can't be, and not that something else is in the way. */
  readonly isAbout?: boolean;
}

/** A form that did something. */
export interface Done {
  readonly outcome: string;
  /** The id of a decision that waits for further signatures. */
  readonly waits?: string;
}
