/** What every program is asked, of one table of series: a count of patients, and one of them by group. */
export interface Task {
  /** Series by series its patient and its modality, in the policy's codes, with a line of names. */
  readonly csv: string;
  readonly rows: number;
  /** The modality of the count. */
  readonly one: number;
  /** The modalities of the table, and in how many of its cells a patient counts at most. */
  readonly groups: readonly number[];
  readonly groupsPerPatient: number;
  /** Of each of the two, as decimal text. */
  readonly epsilon: string;
}

/** The two questions. */
export const KINDS = ['one', 'groups'] as const;
export type Kind = (typeof KINDS)[number];

/** What came of one asking: milliseconds, and a count a cell; null where the program kept the cell to itself. */
export interface Outcome {
  readonly ms: number;
  readonly counts: readonly (number | null)[];
}

/** A program that answers. */
export interface Peer {
  readonly name: string;
  ask(kind: Kind): Promise<Outcome>;
  /** Exact draws of a law a second, many at a time; absent where it has no sampler of its own. */
  draws?(law: 'laplace' | 'gaussian', count: number): Promise<number>;
  close(): void;
}
