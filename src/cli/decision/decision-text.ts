import { printableCell } from '../../base/index.ts';
import { type Action, MOMENT_MEMBERS } from '../../contract/index.ts';
import { shownTime } from '../terminal/shown-time.ts';

/** All that a decision says, a member a line; what a policy changes, a command shows. */
export function bodyLines({ kind, body }: { readonly kind: string; readonly body?: unknown }): readonly string[] {
  const lines = linesOf(body, '');
  const names =
    kind === 'policy' && lines.filter((line) => /^(from\.)?name: /.test(line)).map((line) => line.split(' ')[1]);
  return names && names.length === 2
    ? [...lines, `What it changes: \`sfumato policy diff ${names[1]} ${names[0]} --config …\`.`]
    : lines;
}

function linesOf(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    return [`${path}: ${value.map(printableCell).join(', ')}`];
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, part]) => linesOf(part, path === '' ? name : `${path}.${name}`));
  }
  return [`${path}: ${printableCell(String(shownMember(path.split('.').at(-1) ?? '', value)))}`];
}

/** What somebody signs, on one line: its own JSON, with moments as people read them. */
function bodyText({ body }: { readonly body?: unknown }): string {
  return JSON.stringify(body, shownMember);
}

function shownMember(name: string, value: unknown): unknown {
  return typeof value === 'number' && MOMENT_MEMBERS.includes(name) ? `${shownTime(value)} UTC` : value;
}

/** What somebody has just signed. */
export function signedText(action: Action): string {
  return `You signed “${action.kind}” at ${action.site}: ${bodyText(action)}, because “${action.reason}”.`;
}
