import { didYouMean } from '../../base/index.ts';
import type { Vocabulary } from '../document.ts';
import { MISSING, OTHER } from '../policy.ts';
import type { Path, Problem } from '../problems/problem.ts';
import { foldTerm, wordsOf } from '../vocabulary.ts';

/** What is wrong in one vocabulary: values that collide, and aliases or rules that lead nowhere or never apply. */
export function vocabularyProblems(name: string, vocabulary: Vocabulary): Problem[] {
  const path = ['vocabularies', name];
  return [
    ...valueProblems(vocabulary, [...path, 'values']),
    ...aliasProblems(vocabulary, [...path, 'aliases']),
    ...ruleProblems(vocabulary, [...path, 'rules']),
  ];
}

function valueProblems({ values }: Vocabulary, path: Path): Problem[] {
  const seen = new Set<string>();
  return values.flatMap((value, at) => {
    const folded = foldTerm(value);
    const sentences = [
      ...(folded === OTHER || folded === MISSING ? [`${value} belongs to every vocabulary and is not listed`] : []),
      ...(seen.has(folded) ? [`${value} is listed twice (capitals and spaces don't tell values apart)`] : []),
    ];
    seen.add(folded);
    return sentences.map((sentence) => ({ path: [...path, at], sentence }));
  });
}

function aliasProblems({ values, aliases = {} }: Vocabulary, path: Path): Problem[] {
  const folded = new Set(values.map(foldTerm));
  return Object.entries(aliases).flatMap(([alias, value]) => {
    const sentences = [
      ...(alias !== foldTerm(alias) ? [`the alias ${alias} can't match; write it as ${foldTerm(alias)}`] : []),
      ...(folded.has(foldTerm(alias)) ? [`the alias ${alias} is a value itself; leave it out`] : []),
      ...notAValue(value, values),
    ];
    return sentences.map((sentence) => ({ path: [...path, alias], sentence }));
  });
}

function ruleProblems({ values, rules = [] }: Vocabulary, path: Path): Problem[] {
  return rules.flatMap(({ words, value }, at) => [
    ...words.flatMap((word, index) => {
      const whole = foldTerm(word) === word && wordsOf(word).length === 1 && wordsOf(word)[0] === word;
      const sentence = `the word ${word} can't match; a word is letters and digits in upper case`;
      return whole ? [] : [{ path: [...path, at, 'words', index], sentence }];
    }),
    ...notAValue(value, values).map((sentence) => ({ path: [...path, at, 'value'], sentence })),
  ]);
}

function notAValue(value: string, values: readonly string[]): string[] {
  return values.includes(value) ? [] : [`${value} is not a value of this vocabulary${didYouMean(value, values)}`];
}
