import { columnsOf } from './columns.ts';
import { PolicyDocument } from './document.ts';
import { deepFreeze, frozenMap } from './freeze.ts';
import { deidentificationHash, disclosureHash } from './hashes.ts';
import type { Policy } from './policy.ts';
import { problemsOfPolicy } from './rules.ts';
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
  const document = deepFreeze(
    parseYamlStrict({ text, file, schema: PolicyDocument, errorCode: 'policy-invalid', rules: problemsOfPolicy }),
  );
  return deepFreeze({
    document,
    name: `${document.id}@${document.version}`,
    columns: frozenMap(columnsOf(document).map(([keyword, column]) => [keyword, deepFreeze(column)] as const)),
    deidentificationHash: deidentificationHash(document),
    disclosureHash: disclosureHash(document),
  });
}
