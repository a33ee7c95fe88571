import type { PolicyDocument } from '../document.ts';
import type { Problem } from '../problems/problem.ts';
import { disclosureProblems } from './disclosure.ts';
import { fieldProblems } from './field.ts';
import { inventoryProblems } from './inventory.ts';
import { overflowProblems } from './overflow.ts';
import { rangeProblems } from './range.ts';
import { vocabularyProblems } from './vocabulary.ts';

/** Everything about a document that its shape can't say, each as one sentence with its path. */
export function problemsOfPolicy(document: PolicyDocument): Problem[] {
  const problems = [
    ...supersedesProblems(document),
    ...Object.entries(document.vocabularies).flatMap(([name, vocabulary]) => vocabularyProblems(name, vocabulary)),
    ...inventoryProblems(document),
    ...document.fields.flatMap((field, at) => [...fieldProblems(field, at, document), ...rangeProblems(field, at)]),
    ...disclosureProblems(document.disclosure),
  ];
  // The proof adds up ranges and bounds, so it waits until each of them is sound.
  return problems.length > 0 ? problems : overflowProblems(document);
}

function supersedesProblems({ id, version, supersedes }: PolicyDocument): Problem[] {
  if (supersedes === undefined) {
    return [];
  }
  const [name, older] = supersedes.split('@');
  const well = name === id && older !== undefined && /^\d+\.\d+\.\d+$/.test(older) && isEarlier(older, version);
  const sentence = `supersedes must be ${id}@ and a version before ${version}`;
  return well ? [] : [{ path: ['supersedes'], sentence }];
}

function isEarlier(left: string, right: string): boolean {
  const [a, b] = [left, right].map((version) => version.split('.').map(Number));
  const at = a?.findIndex((part, index) => part !== b?.[index]) ?? -1;
  return at >= 0 && (a?.[at] ?? 0) < (b?.[at] ?? 0);
}
