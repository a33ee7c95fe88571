import { type Action, MOMENT_MEMBERS } from '../../contract/index.ts';
import { shownTime } from '../moment.ts';

/** What a decision says, on one line: its own JSON, with moments as people read them. */
export function bodyText({ body }: { readonly body?: unknown }): string {
  return JSON.stringify(body, (name, value: unknown) =>
    typeof value === 'number' && MOMENT_MEMBERS.includes(name) ? `${shownTime(value)} UTC` : value,
  );
}

/** What somebody has just signed. */
export function signedText(action: Action): string {
  return `You signed “${action.kind}” at ${action.site}: ${bodyText(action)}, because “${action.reason}”.`;
}
