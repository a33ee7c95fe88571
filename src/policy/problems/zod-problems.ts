import type { z } from 'zod';
import { didYouMean, nearest } from '../../base/index.ts';
import { nameOf, oneOf, outsideList, type Path, type Problem, shown } from './problem.ts';
import { type Expectation, expectations, valueAt } from './schema-walk.ts';
import { isInOtherCase, meantBy } from './union-branch.ts';

type Issue = z.core.$ZodIssue;

/** What was parsed, and by what. */
export interface Parsed {
  readonly schema: z.ZodType;
  readonly value: unknown;
  readonly meant?: MeantNames | undefined;
}

/** Names that a shape doesn't list: where it describes a name as `described`, one of them is likely to be meant. */
export interface MeantNames {
  readonly described: string;
  /** Called once something is wrong. */
  readonly known: () => Iterable<string>;
}

interface Checked extends Pick<Parsed, 'value' | 'meant'> {
  readonly expected: (path: Path) => Expectation;
}

/** The issues of a failed parse as sentences that name the place, what stands there and what is allowed. */
export function problemsOf(error: z.ZodError, { schema, value, meant: names }: Parsed): Problem[] {
  const checked = { value, meant: names, expected: expectations(schema, value) };
  const found = error.issues.flatMap((issue) => problemsOfIssue(issue, [], checked));
  // A misspelt key is one mistake, not an unknown key and a missing one.
  const meant = new Set(found.map((problem) => problem.meant).filter((name) => name !== undefined));
  return found.filter(({ missing }) => missing === undefined || !meant.has(missing));
}

/** A problem with what ties a missing key to the unknown one that was probably meant to be it. */
interface Found extends Problem {
  readonly missing?: string;
  readonly meant?: string;
}

function problemsOfIssue(issue: Issue, above: Path, checked: Checked): Found[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return unknownKeys(issue.keys, path, checked);
  }
  if (issue.code === 'invalid_key') {
    return [wrongKey(path, checked)];
  }
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) {
    const at = path.at(-1) === issue.discriminator ? path : [...path, issue.discriminator];
    const allowed = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
    const given = valueAt(checked.value, at);
    return [
      {
        path: at,
        sentence: `${nameOf(at)} ${given === undefined ? `is missing; write ${oneOf(allowed)}` : closed(given, allowed)}`,
      },
    ];
  }
  const given = valueAt(checked.value, path);
  if (given === undefined) {
    return [{ path, sentence: `${nameOf(path)} is missing`, missing: nameOf(path) }];
  }
  return issue.code === 'invalid_union'
    ? problemsOfUnion(issue, path, checked)
    : [
        {
          path,
          sentence: `${nameOf(path)} ${complaint(issue, given, checked.expected(path).description)}${nearName(given, path, checked)}`,
        },
      ];
}

/** The name that is likely to be meant where the shape has only a description for it. */
function nearName(given: unknown, path: Path, { meant, expected }: Checked): string {
  const isName = typeof given === 'string' && meant !== undefined && expected(path).description === meant.described;
  return isName ? didYouMean(given, meant.known()) : '';
}

/** Keys that only another branch knows are known, and stand in the wrong place. */
function unknownKeys(keys: readonly string[], path: Path, checked: Checked): Found[] {
  const { takes, keys: known } = checked.expected(path);
  const unknown = keys.filter((key) => !takes(key) || isInOtherCase(key, known));
  return unknown.length > 0
    ? unknown.map((key) => unknownKey(key, path, checked))
    : [sideBySide(Object.keys(Object(valueAt(checked.value, path))), path, checked)];
}

function sideBySide(keys: readonly string[], path: Path, checked: Checked): Found {
  const mend = checked.expected(path).keys.includes('all') ? '; write each as an entry of its own under all' : '';
  return { path, sentence: `${nameOf(path)} can’t have ${keys.join(' and ')} side by side${mend}` };
}

function unknownKey(key: string, parent: Path, checked: Checked): Found {
  const path = [...parent, key];
  const free = checked
    .expected(parent)
    .keys.filter((known) => valueAt(checked.value, [...parent, known]) === undefined);
  const near = nearest(key, free);
  const sentence = `unknown key ${key} in ${nameOf(parent)}${didYouMean(key, free)}`;
  return near === undefined ? { path, sentence } : { path, sentence, meant: nameOf([...parent, near]) };
}

/** A key of a free name that has another form; beside names that are fixed it may be one of these, misspelt. */
function wrongKey(path: Path, checked: Checked): Found {
  const [parent, key] = [path.slice(0, -1), String(path.at(-1))];
  const { freeKeys = 'another name', keys } = checked.expected(parent);
  if (keys.length === 0) {
    return { path, sentence: `${nameOf(path)} must have ${freeKeys} as its key` };
  }
  const names = checked.meant?.described === freeKeys ? (checked.meant?.known() ?? []) : [];
  const mend = didYouMean(key, [...keys, ...names]) || `; write ${freeKeys}, or one of ${keys.join(', ')}`;
  return { path, sentence: `unknown key ${key} in ${nameOf(parent)}${mend}` };
}

/** A union fails as that branch fails which the value was meant for. */
function problemsOfUnion(issue: z.core.$ZodIssueInvalidUnion, path: Path, checked: Checked): Found[] {
  const given = valueAt(checked.value, path);
  const meant = meantBy(issue, given);
  const { description = 'of another form' } = checked.expected(path);
  const name = nameOf(path);
  switch (meant?.kind) {
    case 'branch':
      return meant.issues.flatMap((one) => problemsOfIssue(one, path, checked));
    case 'several':
      return [sideBySide(meant.keys, path, checked)];
    case 'none': {
      const [strange] = meant.strange;
      const write = oneOf(meant.lacks);
      return strange === undefined
        ? [{ path, sentence: `${name} must have ${write}` }]
        : [{ path: [...path, strange], sentence: `unknown key ${strange} in ${name}; write ${write}` }];
    }
    default:
      return [{ path, sentence: `${name} is ${shown(given)}, but must be ${description}` }];
  }
}

function complaint(issue: Issue, given: unknown, description: string | undefined): string {
  switch (issue.code) {
    case 'invalid_value':
      return closed(given, issue.values);
    case 'invalid_type':
      return `is ${shown(given)}, but must be ${description ?? TYPES.get(issue.expected) ?? issue.expected}`;
    case 'too_small':
      return bounded(given, `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`, issue);
    case 'too_big':
      return bounded(given, `${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}`, issue);
    case 'custom':
      return issue.message;
    case 'invalid_format':
      return `is ${shown(given)}, but must be ${description ?? (issue.format === 'url' ? ADDRESS : stated(issue.message))}`;
    default:
      return `is ${shown(given)}, but must be ${description ?? stated(issue.message)}`;
  }
}

/** The schema's own message, unless it is the library's stock phrase, which says nothing to a reader of YAML. */
function stated(message: string): string {
  return message.startsWith('Invalid') ? 'of another form' : message;
}

/** People write a host alone, or leave out what IPv6 needs. */
const ADDRESS = 'a whole address such as https://host.example:7101 or, of IPv6, http://[::1]:7101';

function closed(given: unknown, allowed: readonly unknown[]): string {
  const near = typeof given === 'string' ? didYouMean(given, allowed.map(String)) : '';
  return `${outsideList(given, allowed)}${near}`;
}

type Bounded = z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig;

function bounded(given: unknown, bound: string, { origin }: Bounded): string {
  const thing = COUNTED.get(origin);
  const things = thing === undefined || bound.endsWith(' 1') ? thing : thing.replace(/y$/, 'ie').concat('s');
  return things === undefined ? `is ${shown(given)}, but must be ${bound}` : `must have ${bound} ${things}`;
}

const COUNTED: ReadonlyMap<string, string> = new Map([
  ['string', 'character'],
  ['array', 'entry'],
]);

const TYPES: ReadonlyMap<string, string> = new Map([
  ['string', 'text (put it in quotes)'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['object', 'a mapping'],
  ['record', 'a mapping'],
  ['array', 'a list'],
]);
