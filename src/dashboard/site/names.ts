import type { Role } from '../../contract/index.ts';
import { BUDGETS } from '../texts/budgets.table.ts';
import { ROLES } from '../texts/roles.table.ts';
import type { Say } from '../texts/say.ts';
import { SITE } from '../texts/site.table.ts';

/** What a meter is of, in words: a dataset is the patients who first came in a year. */
export function meterName(say: Say, meter: string): string {
  const [what, name = '', year = ''] = meter.split(':');
  return what === 'block' ? `${name}, ${say(BUDGETS.dataset, { year })}` : name;
}

/** Roles in words. */
export function rolesText(say: Say, roles: readonly Role[] | readonly string[]): string {
  const names = roles.map((role) => {
    const text = Object.entries(ROLES).find(([name]) => name === role)?.[1];
    return text === undefined ? role : say(text);
  });
  return names.length === 0 ? say(SITE.noRoles) : names.join(', ');
}

/** A moment as pages write it: UTC, to the minute. */
export function momentText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
