import { columnsOf } from './columns.ts';
import { PolicyDocument } from './document.ts';
import { deepFreeze, frozenMap } from './freeze.ts';
import { deidentificationHash, disclosureHash } from './hashes.ts';
import type { Policy } from './policy.ts';
import { problemsOfPolicy } from './rules/rules.ts';
import { parseYamlStrict } from './strict-yaml.ts';

/** The text of a policy document, and how sentences name the file it came from. */
export interface PolicyText {
  readonly text: string;
  readonly file: string;
}

/**
 * Parses and checks a policy document (YAML); the result is frozen all the way down.
 * @throws SfumatoError `policy-invalid`: up to five sentences, a line each, `file:line: …; did you mean X?`.
 */
export function loadPolicy({ text, file }: PolicyText): Policy {
  return policyOf(
    parseYamlStrict({ text, file, schema: PolicyDocument, errorCode: 'policy-invalid', rules: problemsOfPolicy }),
  );
}

/**
 * A policy from the JSON of a document that `loadPolicy` accepted, as another process of this program hands it over: its
 * shape is checked again, its rules aren't. @throws ZodError, SyntaxError for anything else.
 */
export function policyFromJson(json: string): Policy {
  return policyOf(PolicyDocument.parse(JSON.parse(json)));
}

function policyOf(parsed: PolicyDocument): Policy {
  const document = deepFreeze(parsed);
  return deepFreeze({
    document,
    name: `${document.id}@${document.version}`,
    columns: frozenMap(columnsOf(document).map(([keyword, column]) => [keyword, deepFreeze(column)] as const)),
    deidentificationHash: deidentificationHash(document),
    disclosureHash: disclosureHash(document),
  });
}
