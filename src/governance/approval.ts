import type { Action, ReadAction } from '../contract/index.ts';
import { diffPolicies } from '../policy/index.ts';
import { type BodyOf, type Decisions, membersOf, policyKey } from './decisions.ts';
import { type Ground, ground } from './ground.ts';
import { SEATS, type Seat, TIGHTENING_SEATS } from './roles.table.ts';

/** The people who approved an action; or what is missing, as a sentence, and whose signatures, where that is all. */
export type Approval =
  | { readonly people: readonly string[] }
  | { readonly missing: string; readonly lacks: readonly Seat[] };

/** What is missing of an approval, among the grounds. */
export function missingGround({ missing, lacks }: Extract<Approval, { readonly missing: string }>): Ground {
  return ground(lacks.length === 0 ? 'signer-unknown' : 'signatures-missing', missing);
}

/** Somebody who may take a seat. */
interface Signer {
  readonly person: string;
  readonly key: string;
  readonly holds: readonly string[];
  readonly site?: string | undefined;
}

/** Judges who signed an action: as many different people as its kind takes, in their roles, and never for themselves. */
export function approvalOf({ action, signers }: ReadAction, decisions: Decisions): Approval {
  if (isWithdrawal(action, signers, decisions)) {
    return { people: signers.map((key) => nameOf(key, action, decisions)) };
  }
  const able = signersOf(action, decisions);
  const known = new Set([...able, ...enrolled(decisions)].map(({ key }) => key));
  if (!signers.every((key) => known.has(key) && !decisions.revoked.has(key))) {
    return { missing: 'A key that signed belongs to nobody who is enrolled here, or was revoked.', lacks: [] };
  }
  const seats = seatsOf(action, decisions);
  const counted = able.filter(({ key }) => signers.includes(key));
  const so = filled(seats, counted);
  if (so < seats.length) {
    const lacks = lackingOf(seats, counted, so);
    const own = signers.every((key) => counted.some((one) => one.key === key)) ? '' : ' Nobody decides for themselves.';
    return { missing: `${sentenceOf(action.kind, seats, lacks)}${own}`, lacks };
  }
  return { people: [...new Set(signers.map((key) => nameOf(key, action, decisions)))].sort() };
}

/** The people whose signature would bring an action nearer to what it takes, by name. */
export function mayStillSign({ action, signers }: ReadAction, decisions: Decisions): readonly string[] {
  const able = signersOf(action, decisions);
  const signed = able.filter(({ key }) => signers.includes(key));
  const seats = seatsOf(action, decisions);
  const so = filled(seats, signed);
  const further = able.filter((one) => !signers.includes(one.key) && filled(seats, [...signed, one]) > so);
  return [...new Set(further.map(({ person }) => person))];
}

/** Whether a key's signature may bring an action to the site: of somebody enrolled, or of whoever applies. */
export function mayPropose({ action }: ReadAction, key: string, decisions: Decisions): boolean {
  const known = [...enrolled(decisions), ...applicantsOf(action, decisions)];
  return !decisions.revoked.has(key) && known.some((one) => one.key === key);
}

/** Whose key this is. */
export function nameOf(key: string, action: Action, decisions: Decisions): string {
  const all = [...enrolled(decisions), ...applicantsOf(action, decisions), ...membersOf(decisions)];
  return all.find((one) => one.key === key)?.person ?? 'somebody unknown';
}

/**
 * Whether a policy tightens the one in force, so that one officer suffices: both documents are on record, the comparison finds
 * nothing that loosens and something that tightens, and the policy in force asks for no more than one approval of that.
 */
export function isTightening({ from, ...to }: BodyOf<'policy'>, { documents, seen }: Decisions): boolean {
  const isOfNow = from !== undefined && seen.policy !== undefined && policyKey(from) === policyKey(seen.policy);
  const before = isOfNow ? documents.get(policyKey(from)) : undefined;
  const after = documents.get(policyKey(to));
  if (before === undefined || after === undefined) {
    return false;
  }
  const { direction, approvals } = diffPolicies(before, after);
  return direction === 'tightening' && approvals <= 1;
}

/**
 * How many seats can be given to different people, with keys of their own: one key under two names is one person. Officers of
 * other sites take one seat at most, and never the only one.
 */
export function filled(seats: readonly Seat[], people: readonly Signer[], guests = seats.length > 1 ? 1 : 0): number {
  const [seat, ...rest] = seats;
  if (seat === undefined) {
    return 0;
  }
  const takers = people.filter(
    ({ holds, site }) => holds.some((role) => seat.some((one) => one === role)) && (site === undefined || guests > 0),
  );
  const counts = takers.map((one) => {
    const others = people.filter((other) => other.person !== one.person && other.key !== one.key);
    return 1 + filled(rest, others, one.site === undefined ? guests : guests - 1);
  });
  return Math.max(filled(rest, people, guests), ...counts);
}

function seatsOf(action: Action, decisions: Decisions): readonly Seat[] {
  return action.kind === 'policy' && isTightening(action.body, decisions) ? TIGHTENING_SEATS : SEATS[action.kind];
}

/** The seats that nobody has taken yet: of several ways to seat those who signed, the one that leaves the wider seats open. */
function lackingOf(seats: readonly Seat[], people: readonly Signer[], so: number): readonly Seat[] {
  const ways = Array.from({ length: 2 ** seats.length }, (_, way) => {
    const isTaken = (at: number): boolean => Math.floor(way / 2 ** at) % 2 === 1;
    return { taken: seats.filter((_seat, at) => isTaken(at)), open: seats.filter((_seat, at) => !isTaken(at)) };
  });
  const guests = seats.length > 1 ? 1 : 0;
  const fits = ways.filter(({ taken }) => taken.length === so && filled(taken, people, guests) === so);
  return fits.map(({ open }) => open).sort((a, b) => b.flat().length - a.flat().length)[0] ?? seats;
}

/** Whose signatures are missing, and how many a decision takes. */
function sentenceOf(kind: string, seats: readonly Seat[], lacks: readonly Seat[]): string {
  const who = lacks.map((roles) => `${roles[0] === 'applicant' ? 'an' : 'a'} ${roles.map(inWords).join(' or ')}`);
  const whose = `the signature${lacks.length === 1 ? '' : 's'} of ${who.join(' and ')}`;
  return seats.length === 1
    ? `The one signature that a decision “${inWords(kind)}” takes is not there: that of ${who.join('')} of this site.`
    : `Still missing: ${whose} (${seats.length - lacks.length} of the ${seats.length} that a decision “${inWords(kind)}” takes ${seats.length - lacks.length === 1 ? 'is' : 'are'} there; different people, and not both of other sites).`;
}

const inWords = (name: string): string => name.replaceAll('-', ' ');

/** Everybody who may take a seat for an action: people who don't gain by it, and those who apply. */
function signersOf(action: Action, decisions: Decisions): readonly Signer[] {
  const gains = gainerOf(action, decisions);
  return [...enrolled(decisions).filter((one) => !gains(one)), ...applicantsOf(action, decisions)].filter(
    ({ key }) => !decisions.revoked.has(key),
  );
}

/** Everybody who has roles here. */
export function enrolled({ people }: Decisions): readonly Signer[] {
  return [...people.values()].map(({ roles, ...person }) => ({ ...person, holds: roles }));
}

/** Those who sign for themselves: members for their project or their agreement. */
function applicantsOf(action: Action, decisions: Decisions): readonly Signer[] {
  const as = ({ person, key }: Pick<Signer, 'person' | 'key'>): Signer => ({ person, key, holds: ['applicant'] });
  switch (action.kind) {
    case 'project':
      return action.body.members.map(as);
    case 'agree':
      return membersOf(decisions)
        .filter(({ person }) => person === action.body.person)
        .map(as);
    default:
      return [];
  }
}

/** Whoever signed a pending action may take it back alone. */
function isWithdrawal(action: Action, signers: readonly string[], { pending, revoked }: Decisions): boolean {
  const own = action.kind === 'decline' ? (pending.get(action.body.action)?.signers ?? []) : [];
  return signers.length > 0 && signers.every((key) => own.includes(key) && !revoked.has(key));
}

/** Who gains by an action, by name or key, and so doesn't count: analysts for their meters, a project's members for the project. */
function gainerOf(action: Action, decisions: Decisions): (one: Signer) => boolean {
  const members = gainingMembers(action, decisions);
  const names = new Set([...namesThatGain(action), ...members.map(({ person }) => person)]);
  const keys = new Set(members.map(({ key }) => key));
  return ({ person, key }) => names.has(person) || keys.has(key);
}

function namesThatGain(action: Action): readonly string[] {
  if (action.kind === 'enrol' || action.kind === 'dismiss') {
    return [action.body.person];
  }
  const [what, name = ''] = scopeOf(action).split(':');
  return what === 'analyst' ? [name] : [];
}

function gainingMembers(action: Action, decisions: Decisions): readonly Pick<Signer, 'person' | 'key'>[] {
  const all = membersOf(decisions);
  if (action.kind === 'project' || action.kind === 'amend') {
    const former = all.filter(({ project }) => project.id === action.body.project);
    return [...(action.body.members ?? []), ...former];
  }
  const [what, name] = scopeOf(action).split(':');
  return all.filter(({ person, project }) =>
    what === 'project' ? project.id === name : what === 'analyst' && person === name,
  );
}

function scopeOf(action: Action): string {
  return action.kind === 'grant' ? action.body.meter : action.kind === 'unfreeze' ? action.body.scope : '';
}
