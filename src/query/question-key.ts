import { canonicalJson, hashText } from '../base/index.ts';
import type { Policy } from '../policy/index.ts';
import { canonicalForm } from './canonical.ts';
import type { Bounded, DeclaredFacts } from './question.ts';

/** Version of the mechanism and of how contributions are bounded; a stored answer of another one isn't served. */
const MECHANISM_VERSION = 4;

/** SHA-256, hex, of everything that makes two questions the same; ε, order and the points of quantiles are no part of it. */
export function questionKeyOf(
  question: Bounded,
  policy: Policy,
  { project, purpose, purposeClass, snapshot }: DeclaredFacts,
): string {
  const key = {
    query: canonicalForm(question),
    project,
    purpose,
    // Left out for the class that projects had before there were classes: what they were answered stays theirs.
    purposeClass: purposeClass === 'research' ? undefined : purposeClass,
    blocks: question.blocksHere,
    snapshot,
    disclosure: policy.disclosureHash,
    mechanism: MECHANISM_VERSION,
  };
  return hashText('sfumato/question/v1', canonicalJson(key));
}
