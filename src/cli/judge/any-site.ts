import type { Policy } from '../../policy/index.ts';
import type { DeclaredFacts } from '../../query/index.ts';

/** A site under a policy whose project may use every field: all that can be said of a question without asking anybody. */
export function factsOfAnySite(
  policy: Policy,
  declared: Pick<DeclaredFacts, 'sizeClass' | 'blocks' | 'accountant'> & Partial<Pick<DeclaredFacts, 'purposeClass'>>,
): DeclaredFacts {
  const fields = [...policy.columns.keys()];
  const project = { project: 'none', purpose: '', purposeClass: 'research' } as const;
  return { site: 'none', ...project, fields, snapshot: 'none', ...declared };
}
