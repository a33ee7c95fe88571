import type { Action, Role } from '../contract/index.ts';

/** The version of this table: another one with each change of a cell. */
export const ROLES_VERSION = 14;

/** Who may have a verb done, under which conditions, and whether it is on record that somebody looked. */
export interface Cell {
  /** On pages: whoever has one of these roles. */
  readonly roles: readonly Role[];
  /** On pages: only within minutes of having shown two factors. */
  readonly fresh?: true;
  /** The site's own account may, at the socket that only it can open. */
  readonly shell?: true;
  /** Officers of other sites may too: it shows public facts only. */
  readonly guest?: true;
  /** Each look is a `read` record. */
  readonly logged?: true;
}

const ALL: readonly Role[] = ['steward', 'privacy-officer', 'auditor', 'operator', 'researcher', 'reviewer'];
const LOOKING: readonly Role[] = ['steward', 'privacy-officer', 'auditor', 'operator', 'reviewer'];
const SEEING: readonly Role[] = ['steward', 'privacy-officer', 'auditor', 'operator'];
const SIGNING: readonly Role[] = ['steward', 'privacy-officer', 'researcher'];

/** Every verb of a node. What isn't listed is nobody's. Signed decisions count by their signatures, whoever hands them in. */
export const VERB_CELLS: Readonly<Record<string, Cell>> = {
  ingest: { roles: ['operator'], fresh: true, shell: true },
  publish: { roles: ['operator'], fresh: true, shell: true },
  quarantine: { roles: ['operator', 'steward'], shell: true, logged: true },
  // Exact counts: for whom an ingest tells them, too.
  staged: { roles: ['operator'], fresh: true, shell: true, logged: true },
  // Exact numbers, for who ingests and for who answers for the policy.
  risk: { roles: ['privacy-officer', 'operator'], fresh: true, shell: true, logged: true },
  // The same on pages: a look is on record whenever what was found is shown, not while one waits for it. So is each beginning: that a
  // population is too small says something of how many patients there are.
  'risk-begin': { roles: ['privacy-officer', 'operator'], fresh: true, logged: true },
  'risk-stop': { roles: ['privacy-officer', 'operator'], fresh: true },
  'risk-standing': { roles: ['privacy-officer', 'operator'], fresh: true },
  'risk-kept': { roles: ['privacy-officer', 'operator'], fresh: true, logged: true },
  'staging-compare': { roles: ['operator'], fresh: true, shell: true, logged: true },
  // A record of its own says who replaced it.
  'staging-replace': { roles: ['operator'], fresh: true, shell: true },
  'staging-discard': { roles: ['operator'], fresh: true, shell: true },
  ingests: { roles: ['operator'], fresh: true, shell: true, logged: true },
  'ingest-report': { roles: ['operator'], fresh: true, shell: true, logged: true },
  // Paths may hold names; a record of its own says who saw them.
  reveal: { roles: ['operator'], fresh: true, shell: true },
  // No record of either: it would tell when somebody came to withdraw.
  consent: { roles: ['operator', 'privacy-officer'], shell: true },
  'consent-add': { roles: ['operator', 'privacy-officer'], fresh: true, shell: true },
  budget: { roles: LOOKING, shell: true, logged: true },
  together: { roles: LOOKING, shell: true, logged: true },
  receipts: { roles: LOOKING, shell: true, logged: true },
  receipt: { roles: LOOKING, shell: true, logged: true },
  status: { roles: LOOKING, shell: true },
  // Public facts: every coordinator is told them, too.
  policy: { roles: ALL, shell: true, guest: true },
  keys: { roles: ['operator', 'privacy-officer', 'auditor'], shell: true, logged: true },
  rotate: { roles: ['operator'], fresh: true, shell: true },
  destroy: { roles: ['operator'], fresh: true, shell: true },
  action: { roles: SIGNING, fresh: true, shell: true, guest: true },
  submit: { roles: SIGNING, fresh: true, shell: true, guest: true },
  decline: { roles: SIGNING, fresh: true, shell: true, guest: true },
  inbox: { roles: ALL, shell: true, guest: true, logged: true },
  log: { roles: LOOKING, shell: true, logged: true },
  projects: { roles: LOOKING, shell: true, guest: true, logged: true },
  agreements: { roles: ALL, shell: true, guest: true, logged: true },
  incidents: { roles: LOOKING, shell: true, logged: true },
  people: { roles: LOOKING, shell: true, logged: true },
  policies: { roles: ALL, shell: true, guest: true, logged: true },
  access: { roles: SEEING, shell: true, logged: true },
  // Whoever invites somebody could come in as them: only on the site's machine.
  'access-invite': { roles: [], shell: true },
  'access-reset': { roles: [], shell: true },
  'access-revoke': { roles: [], shell: true },
  // Fingerprints are compared over another channel, by whoever has the site's machine.
  'peer-trust': { roles: [], shell: true },
  'peer-forget': { roles: [], shell: true },
  sessions: { roles: SEEING, shell: true, logged: true },
  'sessions-end': { roles: ['steward', 'privacy-officer', 'operator'], fresh: true, shell: true },
  // Of who asks, and of nobody else: whoever sees a browser of theirs that they don't know ends it at once.
  'own-sessions': { roles: ALL, guest: true },
  'own-sessions-end': { roles: ALL, guest: true },
  'policy-diff': { roles: ALL, shell: true, guest: true, logged: true },
  'policy-draft': { roles: ['steward', 'privacy-officer'], shell: true, guest: true, logged: true },
  // Nothing that was computed from patients: dates, names and hashes.
  snapshots: { roles: LOOKING, shell: true, logged: true },
};

/** Who may call a procedure over the wire, and whose signature the call itself must bear. */
export interface ProcedureCell {
  /** `anybody` where the process listens to unsealed calls at all. */
  readonly callers: readonly ('coordinator' | 'site' | 'anybody')[];
  readonly signed: 'member' | 'site' | 'the key itself' | 'nobody';
}

/** What takes calls over the wire. */
export type Server = 'node' | 'coordinator' | 'witness';

/** Every procedure of a node, of a coordinator, and of either as a witness. What isn't listed is nobody's. */
export const PROCEDURE_CELLS: Readonly<Record<Server, Readonly<Record<string, ProcedureCell>>>> = {
  node: {
    'query.answer': { callers: ['coordinator', 'anybody'], signed: 'member' },
    'query.dryRun': { callers: ['coordinator', 'anybody'], signed: 'member' },
    'total.advertise': { callers: ['coordinator', 'anybody'], signed: 'member' },
    'total.mask': { callers: ['coordinator', 'anybody'], signed: 'member' },
    'key.revoke': { callers: ['coordinator', 'anybody'], signed: 'the key itself' },
    'site.facts': { callers: ['coordinator', 'anybody'], signed: 'nobody' },
  },
  coordinator: {
    'query.ask': { callers: ['anybody'], signed: 'member' },
    'query.follow': { callers: ['anybody'], signed: 'member' },
    'query.dryRun': { callers: ['anybody'], signed: 'member' },
    'query.followDryRun': { callers: ['anybody'], signed: 'member' },
    'key.revoke': { callers: ['anybody'], signed: 'the key itself' },
    'federation.facts': { callers: ['anybody'], signed: 'nobody' },
  },
  witness: {
    'witness.latest': { callers: ['anybody'], signed: 'nobody' },
    'witness.add': { callers: ['anybody'], signed: 'site' },
  },
};

/** Who may take a place among the signatures: roles, or whoever applies (members for their project and their agreement). */
export type Seat = readonly (Role | 'applicant')[];

const OFFICER: Seat = ['privacy-officer'];
const STEWARD: Seat = ['steward'];
const EITHER: Seat = ['steward', 'privacy-officer'];
const TWO = [OFFICER, EITHER] as const;

/** Who has to sign what: each entry is another person. */
export const SEATS: Readonly<Record<Action['kind'], readonly Seat[]>> = {
  grant: TWO,
  // An incident is stopped at once; starting again takes two.
  freeze: [EITHER],
  unfreeze: TWO,
  note: [['steward', 'privacy-officer', 'reviewer']],
  close: TWO,
  policy: TWO,
  recovery: TWO,
  enrol: TWO,
  dismiss: TWO,
  decline: [EITHER],
  project: [['applicant'], OFFICER, STEWARD],
  amend: [OFFICER, STEWARD],
  end: [EITHER],
  agreement: TWO,
  agree: [['applicant']],
  // Whoever holds the key revokes it by the key itself, at every site (`key revoke`).
  revoke: [EITHER],
};

/** Who signs a policy that only tightens the one in force. */
export const TIGHTENING_SEATS: readonly Seat[] = [OFFICER];
