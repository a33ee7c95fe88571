import type { Severity } from '../contract/index.ts';

/** What somebody wrote down about an incident. */
export interface IncidentNote {
  readonly atMs: number;
  readonly by: readonly string[];
  readonly text: string;
  /** It keeps the incident from happening again. */
  readonly corrective: boolean;
}

/** Something was frozen: an incident with its clock. Times in milliseconds since 1970-01-01 UTC. */
export interface Incident {
  /** The id of the action that froze. */
  readonly id: string;
  readonly scope: string;
  readonly severity: Severity;
  readonly contact?: string;
  readonly reason: string;
  readonly openedAtMs: number;
  readonly openedBy: readonly string[];
  readonly notes: readonly IncidentNote[];
  readonly unfrozenAtMs?: number;
  readonly closedAtMs?: number;
  readonly closedBy?: readonly string[];
}
