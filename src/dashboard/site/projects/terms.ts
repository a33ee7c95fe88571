import type { AccessContext } from '../../../access/index.ts';
import { timeAt } from '../../../base/index.ts';
import { FORMS } from '../../texts/forms.table.ts';
import { PROJECTS } from '../../texts/projects.table.ts';
import type { Say } from '../../texts/say.ts';
import { dayOf, type Fields, type Reading } from '../decide.ts';
import { failedAt } from '../field-problems.ts';
import { dayText } from '../names.ts';
import type { Visit } from '../visit.ts';
import type { Project } from './projects.tsx';

const DAY_MS = 86_400_000;

type Member = Pick<Project['members'][number], 'person' | 'key' | 'expires'>;

/** Members as a form has them, one a line: person, key, and the last day of the key where it has one. */
export function membersText(say: Say, members: readonly Member[]): string {
  return members.map(({ person, key, expires }) => [person, key, ...endText(say, expires)].join(' ')).join('\n');
}

/** The last day; a moment within a day is written in full, so that it comes back as it was. */
function endText(say: Say, ms: number | undefined): readonly string[] {
  return ms === undefined ? [] : [ms % DAY_MS === 0 ? dayText(say, ms - DAY_MS) : new Date(ms).toISOString()];
}

/** A member's line; `undefined` for what is none. Keys and names the node judges. */
function memberIn(line: string): Member | undefined {
  const [person = '', key = '', end, ...more] = line.split(/\s+/);
  const expires = end === undefined ? undefined : (dayOf(end, 'ends') ?? timeAt(end));
  const isWrong = key === '' || more.length > 0 || (end !== undefined && expires === undefined);
  return isWrong ? undefined : { person, key, ...(expires !== undefined && { expires }) };
}

const partsOf = (text: string, separator: RegExp): readonly string[] =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean);

/** The terms that a form changes: what was left as it is, or empty, isn't named. */
export async function amendment(fields: Fields, visit: Visit, c: AccessContext): Promise<Reading> {
  const { say } = visit.view;
  const id = c.req.param('project') ?? '';
  const now = (await visit.ask('projects')).projects.find((one) => one.id === id);
  const [ends, reference, until] = [fields.text('ends'), fields.text('ethics'), fields.text('ethics-ends')];
  const [endsMs, untilMs] = [dayOf(ends, 'ends'), dayOf(until, 'ends')];
  const lines = partsOf(fields.text('members'), /\n/);
  const members = lines.flatMap((line) => memberIn(line) ?? []);
  if (members.length !== lines.length) {
    return failedAt(say, [['members', say(PROJECTS.wrongMembers)]]);
  }
  // Another approval has a last day of its own; without one it would be left out, and nobody be told.
  const isOtherApproval = reference !== '' && reference !== now?.ethics?.reference;
  const wrongDays = [
    ...(ends !== '' && endsMs === undefined ? ['ends'] : []),
    ...(untilMs === undefined && (until !== '' || isOtherApproval) ? ['ethics-ends'] : []),
  ];
  if (now === undefined || wrongDays.length > 0) {
    const takes = say(FORMS.takes, { what: say(FORMS.day) });
    return failedAt(
      say,
      wrongDays.map((name) => [name, takes] as const),
    );
  }
  const names = [...new Set(partsOf(fields.text('fields'), /[\s,]+/))];
  const terms = {
    ...changed('purpose', fields.text('purpose'), now.purpose),
    ...changed('purposeClass', fields.text('class'), now.purposeClass),
    ...changed('agreement', fields.text('agreement'), now.agreement),
    ...(names.length > 0 && names.join() !== now.fields.join() && { fields: names }),
    ...(lines.length > 0 && membersText(say, members) !== membersText(say, now.members) && { members }),
    ...(endsMs !== undefined && { ends: endsMs }),
    ...(untilMs !== undefined && { ethics: { reference, expires: untilMs } }),
  };
  return Object.keys(terms).length === 0
    ? { problem: say(PROJECTS.nothingChanged) }
    : { kind: 'amend', body: { project: id, ...terms } };
}

function changed(name: string, wanted: string, now: string): Readonly<Record<string, string>> {
  return wanted === '' || wanted === now ? {} : { [name]: wanted };
}
