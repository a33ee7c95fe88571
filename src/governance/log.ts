import { z } from 'zod';
import type { Json } from '../base/index.ts';
import { type Action, readAction, SignedAction } from '../contract/index.ts';
import type { JournalRecord } from '../journal/index.ts';
import { formatEpsilon } from '../privacy/index.ts';
import { KIND_NAMES } from './kind-names.table.ts';
import { peopleOf } from './signers.ts';

/** One line of the decision log. */
export interface LogEntry {
  /** The record that says so. */
  readonly seq: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly atMs: number;
  /** The kind of the decision: of an action its own, with “proposal” or “decline” before it where it isn't taken. */
  readonly kind: string;
  readonly who: readonly string[];
  /** What is decided: the kind of an action, or of a record that is a decision by itself (`stands` is `recorded`). */
  readonly decided: string;
  readonly stands: 'taken' | 'proposed' | 'declined' | 'recorded';
  /** What tells it from others of its kind, by the names of the body's members: names, scopes and amounts, and none of its long texts. */
  readonly facts: Facts;
  /** The id of the action, where it is one; of a decline, that of what was declined. */
  readonly action?: string | undefined;
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

/** Kinds of record that are decisions by themselves. */
const PLAIN: readonly string[] = [
  ...['site', 'accountant', 'person', 'project', 'grant', 'policy', 'snapshot', 'key', 'signer', 'revocation'],
  ...['peer', 'access', 'reveal', 'staging'],
];

/** Every word by which lines can be asked for as `kind`. */
export const LOG_KINDS: readonly string[] = [...new Set([...PLAIN, ...Object.keys(KIND_NAMES), 'proposal'])].sort();

/** The line of the log that a record is, if it is a decision; a decline says what was declined, as it was proposed in one of the lines before. */
export function entryOf(
  record: JournalRecord,
  { policy, before }: { readonly policy: string | undefined; readonly before: readonly LogEntry[] },
): readonly LogEntry[] {
  const { seq, wallMs: atMs, kind, actor, reason: why, body } = record;
  const common = { seq, atMs, who: peopleOf(actor), why, policy: policy ?? null };
  if (PLAIN.includes(kind)) {
    const facts = factsOf(kind, body);
    return [{ ...common, kind, decided: kind, stands: 'recorded', facts, ...subjectsOf(kind, body) }];
  }
  const signed = ['action', 'proposal', 'decline'].includes(kind)
    ? z.object({ signed: SignedAction }).safeParse(body)
    : undefined;
  const action = signed?.data && readAction(signed.data.signed)?.action;
  if (action === undefined) {
    return [];
  }
  const line = { ...common, ...lineOf(action) };
  if (action.kind === 'decline') {
    return [{ ...line, ...declinedIn(before, action.body.action) }];
  }
  const about = { ...line, ...incidentIn(before, action) };
  return [kind === 'proposal' ? { ...about, kind: `proposal ${action.kind}`, stands: 'proposed' } : about];
}

type Line = Pick<LogEntry, 'kind' | 'decided' | 'stands' | 'facts' | 'action' | 'projects' | 'people'>;

function lineOf({ kind, id, body }: Action): Line {
  return {
    kind,
    decided: kind,
    stands: 'taken',
    action: id,
    facts: factsOf(kind, body),
    ...subjectsOf(kind, body),
  };
}

function declinedIn(before: readonly LogEntry[], action: string): Partial<Line> {
  const proposed = before.findLast((entry) => entry.stands === 'proposed' && entry.action === action);
  const { decided = 'decline', facts = {}, projects = [], people = [] } = proposed ?? {};
  return { stands: 'declined', action, decided, facts, projects, people };
}

/** What is written about an incident is about whatever was frozen. */
function incidentIn(before: readonly LogEntry[], { kind, body }: Action): Partial<Line> {
  if (kind !== 'note' && kind !== 'close') {
    return {};
  }
  const frozen = before.find((entry) => entry.stands === 'taken' && entry.action === body.incident);
  return frozen === undefined ? {} : { projects: frozen.projects, people: frozen.people };
}

/** What tells a decision from others of its kind. */
type Facts = Readonly<Record<string, string | readonly string[]>>;

const TELLING = [
  ...['act', 'agreement', 'change', 'delta', 'epsilon', 'fingerprint', 'incident', 'key', 'kind', 'meter', 'name'],
  ...['nanoEpsilon', 'party', 'person', 'project', 'purpose', 'roles', 'scope', 'severity', 'site', 'slot'],
];

function factsOf(kind: string, body: Json): Facts {
  const members: [string, Json | undefined][] = isObject(body) ? Object.entries(body) : [];
  const told = members.flatMap(([name, value]): [string, string | readonly string[]][] => {
    // The one text of a project that may be long; of a key it is one of two words.
    if (!TELLING.includes(name) || (name === 'purpose' && kind !== 'key')) {
      return [];
    }
    if (name === 'nanoEpsilon') {
      return [['epsilon', epsilonOf(String(value))]];
    }
    return typeof value === 'string' ? [[name, value]] : Array.isArray(value) ? [[name, value.map(String)]] : [];
  });
  const own = kind === 'project' && isObject(body) && typeof body.id === 'string' ? { project: body.id } : {};
  return { ...own, ...Object.fromEntries(told) };
}

function epsilonOf(nano: string): string {
  return nano.startsWith('-') ? `-${formatEpsilon(BigInt(nano.slice(1)))}` : formatEpsilon(BigInt(nano));
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
