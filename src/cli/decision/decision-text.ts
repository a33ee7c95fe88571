import { printableCell } from '../../base/index.ts';
import { type Action, MOMENT_MEMBERS } from '../../contract/index.ts';
import { KIND_NAMES } from '../../governance/index.ts';
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

function shownMember(name: string, value: unknown): unknown {
  return typeof value === 'number' && MOMENT_MEMBERS.includes(name) ? `${shownTime(value)} UTC` : value;
}

/** What somebody is about to sign, to be read before the key is opened. */
export function toSignText(action: Action): string {
  const { kind, site, id, reason, expires } = action;
  return [
    `To be signed for ${site}: ${KIND_NAMES[kind]} ${id}, open until ${shownTime(expires)} UTC`,
    ...bodyLines(action).map((line) => `  ${line}`),
    `  because “${printableCell(reason)}”`,
  ].join('\n');
}

/** That somebody has signed: just now, or before, so that it adds nothing. */
export function signedText({ kind, site }: Action, hadSigned: boolean): string {
  const what = `the ${KIND_NAMES[kind]} for ${site}`;
  return hadSigned ? `You had signed ${what} already; it counts once.` : `You signed ${what}.`;
}
