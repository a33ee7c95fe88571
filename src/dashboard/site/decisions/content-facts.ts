import { MOMENT_MEMBERS } from '../../../contract/index.ts';
import { COMMON } from '../../texts/common.table.ts';
import { PURPOSES } from '../../texts/purposes.table.ts';
import { ROLES } from '../../texts/roles.table.ts';
import { type Say, writtenText } from '../../texts/say.ts';
import { SEVERITIES } from '../../texts/severities.table.ts';
import { TERMS } from '../../texts/terms.table.ts';
import { subjectText } from '../about.ts';
import { momentText, wordFor } from '../names.ts';

type Fact = readonly [name: string, value: string];

/** What a decision says, a term a row, in words: one within another bears both names, and moments are dates. */
export function contentFacts(say: Say, body: object): readonly Fact[] {
  return Object.entries(body).flatMap(([name, value]: [string, unknown]) =>
    factsOf(say, { name, title: wordFor(say, TERMS, name), value }),
  );
}

interface Term {
  readonly name: string;
  readonly title: string;
  readonly value: unknown;
}

function factsOf(say: Say, { name, title, value }: Term): readonly Fact[] {
  if (Array.isArray(value)) {
    return value.some(isTerms)
      ? value.flatMap((one, at) =>
          factsOf(say, { name, title: value.length > 1 ? `${title} ${at + 1}` : title, value: one }),
        )
      : [[title, value.map((one) => valueText(say, name, one)).join(', ')]];
  }
  return isTerms(value)
    ? contentFacts(say, value).map(([inner, text]) => [`${title}: ${inner}`, text])
    : [[title, valueText(say, name, value)]];
}

function isTerms(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A value in words, where its member has some; all else as it is signed. */
function valueText(say: Say, name: string, value: unknown): string {
  if (typeof value === 'boolean') {
    return say(value ? COMMON.yes : COMMON.no);
  }
  if (typeof value === 'number') {
    return MOMENT_MEMBERS.includes(name) ? `${momentText(say, value)} UTC` : String(value);
  }
  const text = String(value);
  switch (name) {
    case 'roles':
      return wordFor(say, ROLES, text);
    case 'purposeClass':
      return wordFor(say, PURPOSES, text);
    case 'severity':
      return wordFor(say, SEVERITIES, text);
    case 'meter':
    case 'scope':
      return subjectText(say, text);
    case 'epsilon':
      return writtenText(say, text);
    default:
      return text;
  }
}
