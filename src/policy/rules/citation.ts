import { didYouMean } from '../../base/index.ts';
import type { Citation, Field } from '../document.ts';
import type { Path, Problem } from '../problems/problem.ts';
import { PS315_ACTIONS, PS315_OPTIONS } from '../ps315.table.ts';
import { isAgainst } from '../stored.ts';

/**
 * What is wrong in a field's citations by themselves: actions and options that PS3.15 doesn't have, and a field that is kept
 * although its own citation says otherwise. Whether a citation is what the table says is for the lint, which has the table.
 */
export function citationProblems(field: Field, path: Path): Problem[] {
  const { keyword, ps315, alsoReads = [] } = field;
  const own =
    ps315 === 'not listed'
      ? []
      : [...unknownNames(keyword, ps315), ...againstSentences(field, ps315)].map((sentence) => ({
          path: [...path, 'ps315'],
          sentence,
        }));
  const further = alsoReads.flatMap((element, at) =>
    (element.ps315 === undefined ? [] : unknownNames(element.keyword, element.ps315)).map((sentence) => ({
      path: [...path, 'alsoReads', at, 'ps315'],
      sentence,
    })),
  );
  return [...own, ...further];
}

function unknownNames(keyword: string, { action, option }: Citation): string[] {
  const isListed = (list: readonly string[], one: string): boolean => list.includes(one);
  return [
    ...(isListed(PS315_ACTIONS, action)
      ? []
      : [`${keyword} cites the action ${action}, which is none of ${PS315_ACTIONS.join(', ')}`]),
    ...(option === undefined || isListed(PS315_OPTIONS, option)
      ? []
      : [
          `${keyword} cites the option ${option}, which PS3.15 Annex E doesn't have${didYouMean(option, PS315_OPTIONS)}`,
        ]),
  ];
}

function againstSentences(field: Field, { action, option }: Citation): string[] {
  return option === undefined && isAgainst(field, action)
    ? [`${field.keyword} is kept although PS3.15 says ${action}; name the option that allows it, or drop it`]
    : [];
}
