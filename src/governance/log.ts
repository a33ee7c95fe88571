import { z } from 'zod';
import type { Json } from '../base/index.ts';
import { type Action, readAction, SignedAction } from '../contract/index.ts';
import type { JournalRecord } from '../journal/index.ts';

/** One line of the decision log. */
export interface LogEntry {
  /** The record that says so. */
  readonly seq: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly atMs: number;
  /** The kind of the decision: of an action its own, with “proposal” or “decline” before it where it isn't taken. */
  readonly kind: string;
  readonly who: readonly string[];
  readonly what: string;
  readonly why: string | null;
  /** The policy in force then, with this decision. */
  readonly policy: string | null;
  /** Projects and people that it is about. */
  readonly projects: readonly string[];
  readonly people: readonly string[];
}

/** Which lines are wanted; what is absent doesn't matter. */
export const LogFilter = z.strictObject({
  project: z.string().optional(),
  person: z.string().optional(),
  kind: z.string().optional(),
  /** Milliseconds since 1970-01-01 UTC, inclusive. */
  sinceMs: z.int().nonnegative().optional(),
  /** The same, exclusive. */
  untilMs: z.int().nonnegative().optional(),
});
export type LogFilter = z.infer<typeof LogFilter>;

/** Whether a line is wanted: about the project, by or about the person, of the kind, from one time on and before another. */
export function isWanted(entry: LogEntry, { project, person, kind, sinceMs, untilMs }: LogFilter): boolean {
  return (
    (project === undefined || entry.projects.includes(project)) &&
    (person === undefined || entry.who.includes(person) || entry.people.includes(person)) &&
    (kind === undefined || entry.kind.split(' ').includes(kind)) &&
    (sinceMs === undefined || entry.atMs >= sinceMs) &&
    (untilMs === undefined || entry.atMs < untilMs)
  );
}

/** Kinds of record that are decisions by themselves, and what each says. */
const PLAIN: Readonly<Record<string, string>> = {
  site: 'the site began',
  accountant: 'how losses are counted was fixed',
  person: 'the configuration named somebody who decides',
  project: 'the configuration brought a project',
  grant: 'a meter was given ε',
  policy: 'a policy came into force',
  snapshot: 'a snapshot was published',
  key: 'a key was rotated or destroyed',
  signer: 'a key signs the log',
  revocation: 'a key revoked itself',
  peer: 'whom the site trusts was changed',
  access: 'how people sign in was changed',
  reveal: 'paths of quarantined files were shown',
};

/** The line of the log that a record is, if it is a decision. */
export function entryOf(record: JournalRecord, policy: string | undefined): readonly LogEntry[] {
  const { seq, wallMs: atMs, kind, actor, reason: why, body } = record;
  const common = { seq, atMs, who: actor.split(' and '), why, policy: policy ?? null };
  const plain = Object.hasOwn(PLAIN, kind) ? PLAIN[kind] : undefined;
  if (plain !== undefined) {
    return [{ ...common, kind, what: `${plain}${namedIn(body)}`, ...subjectsOf(kind, body) }];
  }
  const signed = ['action', 'proposal', 'decline'].includes(kind)
    ? z.object({ signed: SignedAction }).safeParse(body)
    : undefined;
  const action = signed?.data && readAction(signed.data.signed)?.action;
  if (action === undefined) {
    return [];
  }
  const named = kind === 'proposal' ? `proposal ${action.kind}` : action.kind;
  return [{ ...common, kind: named, what: sentenceOf(kind, action), ...subjectsOf(action.kind, action.body) }];
}

function sentenceOf(kind: string, { kind: what, id, body }: Action): string {
  const stands = { action: 'taken', proposal: 'waits for signatures' }[kind] ?? 'declined';
  return `${what} ${stands}${namedIn(body)} (${kind === 'decline' && 'action' in body ? body.action : id})`;
}

/** The names, scopes and amounts in a body: what tells one decision from another, and none of its long texts. */
const TELLING = [
  'change',
  'party',
  'fingerprint',
  'project',
  'agreement',
  'person',
  'roles',
  'meter',
  'epsilon',
  'nanoEpsilon',
  'scope',
  'severity',
  'name',
  'slot',
];

function namedIn(body: Json): string {
  const members: [string, Json | undefined][] = isObject(body) ? Object.entries(body) : [];
  const told = members.filter(([name, value]) => TELLING.includes(name) && value !== undefined);
  return told.length === 0 ? '' : `: ${told.map(([name, value]) => `${name} ${textOf(value)}`).join(', ')}`;
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Subjects stand as members `project` and `person`, and in meters and scopes. */
function subjectsOf(kind: string, body: Json): Pick<LogEntry, 'projects' | 'people'> {
  const texts = [...textsIn(body)];
  const own = kind === 'project' && isObject(body) && typeof body.id === 'string' ? [body.id] : [];
  const named = (member: string, scope: string): readonly string[] => [
    ...texts.filter(([name]) => name === member).map(([, text]) => text),
    ...texts.flatMap(([, text]) => (text.startsWith(`${scope}:`) ? [text.slice(scope.length + 1)] : [])),
  ];
  return {
    projects: [...new Set([...own, ...named('project', 'project')])].sort(),
    people: [...new Set(named('person', 'analyst'))].sort(),
  };
}

/** Every text in a body, with the name of the member that it is. */
function* textsIn(value: Json | undefined, name = ''): Generator<readonly [string, string]> {
  if (typeof value === 'string') {
    yield [name, value];
  } else if (isObject(value)) {
    for (const [member, part] of Object.entries(value)) {
      yield* textsIn(part, member);
    }
  } else if (Array.isArray(value)) {
    for (const part of value) {
      yield* textsIn(part, name);
    }
  }
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
