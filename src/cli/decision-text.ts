import type { Action } from '../contract/index.ts';
import { shownTime } from './moment.ts';

/** Members of a decision that are moments, in milliseconds since 1970-01-01 UTC. */
const MOMENTS: readonly string[] = ['ends', 'expires'];

/** What a decision says, on one line: its own JSON, with moments as people read them. */
export function bodyText({ body }: { readonly body?: unknown }): string {
  return JSON.stringify(body, (name, value: unknown) =>
    typeof value === 'number' && MOMENTS.includes(name) ? `${shownTime(value)} UTC` : value,
  );
}

/** What somebody has just signed. */
export function signedText(action: Action): string {
  return `You signed “${action.kind}” at ${action.site}: ${bodyText(action)}, because “${action.reason}”.`;
}
