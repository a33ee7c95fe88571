import type { Action, Role } from '../../contract/index.ts';
import { BUDGETS } from '../texts/budgets.table.ts';
import { DECISIONS } from '../texts/decisions.table.ts';
import { KINDS } from '../texts/kinds.table.ts';
import { ROLES } from '../texts/roles.table.ts';
import type { Say, Texts } from '../texts/say.ts';
import { SITE } from '../texts/site.table.ts';

export { dayText, momentText } from '../layout/moment.ts';

/** What a meter is of, in words: a dataset is the patients who first came in a year. */
export function meterName(say: Say, meter: string): string {
  const [what, name = '', year = ''] = meter.split(':');
  return what === 'block' ? `${name}, ${say(BUDGETS.dataset, { year })}` : name;
}

/** Roles in words. */
export function rolesText(say: Say, roles: readonly Role[] | readonly string[]): string {
  const names = roles.map((role) => wordFor(say, ROLES, role));
  return names.length === 0 ? say(SITE.noRoles) : names.join(', ');
}

/** A kind of decision in words. */
export function kindText(say: Say, { kind }: { readonly kind: string }): string {
  return kind
    .split(' ')
    .map((one) => wordFor(say, KINDS, one))
    .join(': ');
}

/** What a decision is, in words: whether of more budget or of less is seen before it is opened. */
export function decisionText(say: Say, action: Action): string {
  return action.kind === 'grant'
    ? say(action.body.epsilon.startsWith('-') ? DECISIONS.less : DECISIONS.more)
    : kindText(say, action);
}

/** That nothing on record has a name by which something was asked for, and which is near it; `undefined` where it has. */
export function strangeText(
  say: Say,
  { strange, near }: { readonly strange?: string; readonly near?: string },
): string | undefined {
  if (strange === undefined) {
    return undefined;
  }
  return near === undefined ? say(SITE.strange) : say(SITE.strangeNear, { name: near });
}

/** Names, or a word for none. */
export function namesText(say: Say, names: readonly string[]): string {
  return names.length === 0 ? say(DECISIONS.nobody) : names.join(', ');
}

/** The text under a name that the node uses; the name itself where there is none. */
export function wordFor(say: Say, table: Texts, wanted: string): string {
  const text = Object.entries(table).find(([name]) => name === wanted)?.[1];
  return text === undefined ? wanted : say(text);
}

/** An address with what it asks for; what is empty is left out. */
export function addressOf(path: string, query: Readonly<Record<string, string>>): string {
  const all = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
  return all.size === 0 ? path : `${path}?${all}`;
}
