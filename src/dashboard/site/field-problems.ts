import type { z } from 'zod';
import { hidesSomething, printable } from '../../base/index.ts';
import type { Action } from '../../contract/index.ts';
import { COMMON } from '../texts/common.table.ts';
import { FORMS, TAKES } from '../texts/forms.table.ts';
import type { Say } from '../texts/say.ts';
import type { Failed } from './outcome.ts';

/** Fields of forms that are called otherwise than what a decision says by them. */
const CALLED: Readonly<Record<string, string>> = {
  'agreement/agreement': 'name',
  'amend/purposeClass': 'class',
  'amend/ethics/expires': 'ethics-ends',
};

const SHOWN_MAX = 200;

/** What is wrong with a decision that is not in its form, at each field of the form that it was written in. */
export function wrongFields(say: Say, kind: Action['kind'], issues: readonly z.core.$ZodIssue[]): Failed {
  return failedAt(
    say,
    issues.map((issue) => {
      const path = issue.path.map(String).filter((part, at) => at > 0 || part !== 'body');
      return [fieldOf(kind, path), takesText(say, issue, path)];
    }),
  );
}

/** Where in a decision something hides, or turns text round; `undefined` where nothing does. */
export function hidingFields(say: Say, { kind, reason, body }: Action): Failed | undefined {
  const found = Object.entries({ ...body, reason }).flatMap(([name, text]: [string, unknown]) =>
    typeof text === 'string' && hidesSomething(text)
      ? [[fieldOf(kind, [name]), say(FORMS.hides, { text: printable(text).slice(0, SHOWN_MAX) })] as const]
      : [],
  );
  return found.length === 0 ? undefined : failedAt(say, found);
}

/** A form that came to nothing for what stands in these fields. */
export function failedAt(say: Say, errors: readonly (readonly [field: string, error: string])[]): Failed {
  return { problem: say(errors.length === 0 ? FORMS.other : COMMON.mendForm), fields: Object.fromEntries(errors) };
}

function fieldOf(kind: Action['kind'], path: readonly string[]): string {
  const [first = ''] = path;
  return CALLED[[kind, ...path].join('/')] ?? CALLED[`${kind}/${first}`] ?? first;
}

function takesText(say: Say, issue: z.core.$ZodIssue, path: readonly string[]): string {
  if (issue.code === 'too_small' && issue.origin === 'string') {
    return say(FORMS.takes, { what: say(FORMS.atLeast, { n: Number(issue.minimum) }) });
  }
  if (issue.code === 'too_big' && issue.origin === 'string') {
    return say(FORMS.takes, { what: say(FORMS.atMost, { n: Number(issue.maximum) }) });
  }
  const known = Object.entries(TAKES).findLast(([name]) => path.includes(name));
  return known === undefined ? say(FORMS.other) : say(FORMS.takes, { what: say(known[1]) });
}
