import type { Field } from './document.ts';

/** Whether a field becomes a column of rows: it is neither a key nor dropped. */
export function isStored({ role }: Field): boolean {
  return role !== 'key' && role !== 'dropped';
}

/** Whether a field goes against an action of PS3.15. A pseudonym is a consistent dummy, so it is what D and U ask for. */
export function isAgainst(field: Field, action: string): boolean {
  return field.role === 'key' ? !/[DU]/.test(action) : isStored(field);
}
