import { z } from 'zod';
import { type Action, Hash, SignedAction } from '../contract/index.ts';
import type { Policy } from '../policy/index.ts';
import type { AgreementText } from './agreement.ts';
import type { Incident } from './incident.ts';
import type { Pending } from './pending.ts';
import type { Person } from './person.ts';
import type { KnownProject } from './project.ts';

/** An action that was taken, with its signatures: the body of an `action` record. */
export const ActionRecord = z.strictObject({ signed: SignedAction });

/** A policy document that somebody handed in, as canonical JSON: the body of a `document` record. */
export const DocumentRecord = z.strictObject({ json: z.string() });

/** What an action of one kind says. */
export type BodyOf<K extends Action['kind']> = Extract<Action, { kind: K }>['body'];

/** A policy as its name and hashes tell it from others. */
export const PolicyName = z.object({ name: z.string(), deidentification: Hash, disclosure: Hash });
export type PolicyName = z.infer<typeof PolicyName>;

/** A policy that people approved, and how many snapshots had been published by then. */
export interface ApprovedPolicy extends PolicyName {
  /** The policy that was in force when it was written, where it says so. */
  readonly from?: PolicyName | undefined;
  readonly snapshots: number;
  /** One officer sufficed, because it tightens the one that it takes the place of. */
  readonly tightening: boolean;
}

/** More budget that an action gives: ε as a decimal string. A first cap is given where the meter has none. */
export interface Given {
  readonly action: string;
  readonly meter: string;
  readonly epsilon: string;
  readonly reason: string;
  readonly first: boolean;
}

/** What the people of a site decided. */
export interface Decisions {
  /** Everybody enrolled, by id. */
  readonly people: Map<string, Person>;
  readonly projects: Map<string, KnownProject>;
  /** Whose key it is, in any project that there ever was. */
  readonly persons: Map<string, string>;
  /** Keys that sign nothing any more, by whomever revoked, with the number of the record that says so. */
  readonly revoked: Map<string, number>;
  /** When keys that nobody here had were last revoked: as many as may be on one day, oldest first, in milliseconds since 1970-01-01 UTC. */
  readonly strange: number[];
  /** The versions of each agreement, the first one first. */
  readonly agreements: Map<string, readonly AgreementText[]>;
  /** “person hash” of every text that somebody signed. */
  readonly agreed: Set<string>;
  readonly frozen: Set<string>;
  readonly incidents: Map<string, Incident>;
  readonly policies: ApprovedPolicy[];
  /** Policy documents on record, by `policyKey`. */
  readonly documents: Map<string, Policy>;
  readonly given: Given[];
  /** Ids of actions that were taken: none is taken twice. */
  readonly taken: Set<string>;
  /** Actions that wait for signatures, by id; expired ones too. */
  readonly pending: Map<string, Pending>;
  /** Ids of pending actions that were declined: none is handed in again. */
  readonly declined: Set<string>;
  /** What other folds own and this one follows. */
  readonly seen: {
    policy: PolicyName | undefined;
    snapshots: number;
    /** What the configuration gave the newest intake year, in nano-ε. */
    yearNano?: bigint;
  };
}

/** No decisions. */
export function noDecisions(): Decisions {
  return {
    people: new Map(),
    projects: new Map(),
    persons: new Map(),
    revoked: new Map(),
    strange: [],
    agreements: new Map(),
    agreed: new Set(),
    frozen: new Set(),
    incidents: new Map(),
    policies: [],
    documents: new Map(),
    given: [],
    taken: new Set(),
    pending: new Map(),
    declined: new Set(),
    seen: { policy: undefined, snapshots: 0 },
  };
}

/** What tells a policy from every other: its name and both hashes. */
export function policyKey({ name, deidentification, disclosure }: PolicyName): string {
  return `${name} ${deidentification} ${disclosure}`;
}

/** The name and hashes of a policy. */
export function nameOfPolicy({ name, deidentificationHash, disclosureHash }: Policy): PolicyName {
  return { name, deidentification: deidentificationHash, disclosure: disclosureHash };
}

/** The members of all projects, each with the project that it is in. */
export function membersOf({ projects }: Pick<Decisions, 'projects'>) {
  return [...projects.values()].flatMap((project) => project.members.map((member) => ({ ...member, project })));
}

/** The agreement text in force under a name, if there is one on record. */
export function currentText({ agreements }: Pick<Decisions, 'agreements'>, id: string): AgreementText | undefined {
  return agreements.get(id)?.at(-1);
}
