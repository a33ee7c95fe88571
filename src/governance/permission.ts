import { LIMITS, SfumatoError } from '../base/index.ts';
import type { Actor } from './actor.ts';
import { type Cell, PROCEDURE_CELLS, type Server, VERB_CELLS } from './roles.table.ts';

/** What the role table says of a verb and who wants it. */
export type Permission = 'allowed' | 'stale' | 'denied';

/** Looks a cell up; what isn't listed is denied. */
export function permissionOf(verb: string, actor: Actor, nowMs: number): Permission {
  const cell = Object.hasOwn(VERB_CELLS, verb) ? VERB_CELLS[verb] : undefined;
  if (cell === undefined || !isHis(cell, actor)) {
    return 'denied';
  }
  return actor.via === 'shell' || cell.fresh !== true || isFresh(actor, nowMs) ? 'allowed' : 'stale';
}

/** Lets the actor do the verb, and says whether that is to be recorded as a look. @throws SfumatoError `not-allowed` or `not-fresh`. */
export function assertAllowed(verb: string, actor: Actor, nowMs: number): { readonly logged: boolean } {
  const permission = permissionOf(verb, actor, nowMs);
  if (permission === 'denied') {
    throw new SfumatoError('not-allowed', `The roles of ${actor.person} here do not allow \`${verb}\`.`);
  }
  if (permission === 'stale') {
    throw new SfumatoError('not-fresh', `\`${verb}\` takes both factors again; show them and repeat it.`);
  }
  return { logged: VERB_CELLS[verb]?.logged === true };
}

/** Whether a party may call a procedure at all. */
export function mayCall(server: Server, procedure: string, caller: string): boolean {
  const cells = PROCEDURE_CELLS[server];
  const callers: readonly string[] = Object.hasOwn(cells, procedure) ? (cells[procedure]?.callers ?? []) : [];
  return callers.includes(caller);
}

function isHis(cell: Cell, { via, roles, guest }: Actor): boolean {
  if (via === 'shell') {
    return cell.shell === true;
  }
  return roles.some((role) => cell.roles.includes(role)) && (guest !== true || cell.guest === true);
}

function isFresh({ strongAtMs }: Actor, nowMs: number): boolean {
  return strongAtMs !== undefined && strongAtMs <= nowMs && nowMs - strongAtMs <= LIMITS.freshMs;
}
