import { SfumatoError } from '../../base/index.ts';
import type { FederationFacts } from '../../contract/index.ts';
import type { Policy } from '../../policy/index.ts';
import { documentOf } from './policy-documents.ts';
import { loadPolicyFile } from './policy-file.ts';

/** The document that the sites' own words name by name and hash. @throws SfumatoError `wrong-use` for any other. */
export function policyOfSites({ sites }: Pick<FederationFacts, 'sites'>, file: string | undefined): Policy {
  const facts = sites.flatMap(({ facts: own }) => own ?? []);
  const [first] = facts;
  if (first === undefined) {
    throw new SfumatoError('unreachable-peer', 'None of the sites can be reached through this coordinator.');
  }
  const named = file === undefined ? undefined : loadPolicyFile(file);
  const policy = documentOf(first, named === undefined ? [] : [named]);
  if (policy === undefined || (named !== undefined && policy !== named)) {
    throw new SfumatoError('wrong-use', `The sites work under ${first.policy}; name that very document with --policy.`);
  }
  return policy;
}
