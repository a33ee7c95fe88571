import type { FurtherElement, PolicyDocument } from '../document.ts';
import { elementNames, partOf } from '../part.ts';
import type { Path, Problem } from '../problems/problem.ts';

const KEY_DOMAINS = ['patient', 'study', 'series', 'instance'] as const;

/** What is wrong with the inventory as a whole: elements listed twice or under two names, and keys that rows need. */
export function inventoryProblems({ fields }: PolicyDocument): Problem[] {
  return [...repeated(fields), ...contradictions(fields), ...missingKeys(fields)];
}

type Fields = PolicyDocument['fields'];

function repeated(fields: Fields): Problem[] {
  const keywords = new Set<string>();
  const parts = new Set<string>();
  return fields.flatMap((field, at) => {
    const { keyword, tag } = field;
    const part = `${tag} ${partOf(field) ?? 'whole'}`;
    const problems: Problem[] = [
      ...(keywords.has(keyword) ? [{ path: ['fields', at, 'keyword'], sentence: `${keyword} is listed twice` }] : []),
      ...(parts.has(part) ? [{ path: ['fields', at, 'tag'], sentence: `the tag ${tag} is listed twice` }] : []),
    ];
    keywords.add(keyword);
    parts.add(part);
    return problems;
  });
}

const REPORT_TREE = '0040,A730';

/** One keyword has one tag, wherever it is named. */
function contradictions(fields: Fields): Problem[] {
  const tagOf = new Map(fields.map(({ keyword, tag }) => [keyword, tag]));
  const keywordOf = elementNames(fields);
  const read = fields.flatMap(({ keyword, alsoReads = [] }, field) =>
    alsoReads.map((element, at) => ({ element, path: ['fields', field, 'alsoReads', at], owner: keyword })),
  );
  return read.flatMap(({ element, path, owner }): Problem[] => {
    const problem = (sentence: string, member: string): Problem[] => [
      { path: [...path, member] satisfies Path, sentence },
    ];
    if (readsItself(element, owner)) {
      return problem(`${owner} reads itself already`, 'keyword');
    }
    if (element.concept !== undefined && element.tag !== REPORT_TREE) {
      return problem(
        `a concept stands in the tree of a report, so its tag is ${REPORT_TREE}, not ${element.tag}`,
        'tag',
      );
    }
    const tag = tagOf.get(element.keyword) ?? element.tag;
    if (tag !== element.tag) {
      return problem(`${element.keyword} has the tag ${element.tag} here and ${tag} elsewhere`, 'tag');
    }
    const keyword = keywordOf.get(tag) ?? element.keyword;
    tagOf.set(element.keyword, tag);
    keywordOf.set(tag, keyword);
    return keyword === element.keyword
      ? []
      : problem(`the tag ${tag} is ${element.keyword} here and ${keyword} elsewhere`, 'keyword');
  });
}

function readsItself({ keyword, within, concept }: FurtherElement, owner: string): boolean {
  return keyword === owner && within === undefined && concept === undefined;
}

function missingKeys(fields: Fields): Problem[] {
  return KEY_DOMAINS.flatMap((domain) => {
    const count = fields.filter(
      ({ transform }) => transform.kind === 'pseudonym' && transform.domain === domain,
    ).length;
    const sentence = `fields must hold exactly one pseudonym of the domain ${domain}, but hold ${count}`;
    return count === 1 ? [] : [{ path: ['fields'], sentence }];
  });
}
