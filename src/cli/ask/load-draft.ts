import { Draft, FIELD_NAME } from '../../contract/index.ts';
import { parseYamlStrict } from '../../policy/index.ts';
import { readTextFile } from '../files/read-text.ts';
import { publishedPolicies } from '../policy/policy-documents.ts';

/** A question written in JSON or YAML. @throws SfumatoError `request-invalid`. */
export function loadDraft(file: string): Draft {
  // Which fields there are only a policy says; where a name has not their form, one of the published ones is likely to be meant.
  const meant = { described: FIELD_NAME, known: publishedFields };
  const text = readTextFile(file, 'question');
  return parseYamlStrict({ text, file, schema: Draft, errorCode: 'request-invalid', meant });
}

function publishedFields(): readonly string[] {
  return publishedPolicies().flatMap(({ columns }) => [...columns.keys()]);
}
