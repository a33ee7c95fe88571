import { z } from 'zod';
import { PolicyDocument } from './document.ts';

/** The JSON Schema (2020-12) of a policy document, for editors, as the text of `policies/policy.schema.json`. */
export function policySchemaJson(): string {
  return `${JSON.stringify(z.toJSONSchema(PolicyDocument, { io: 'input' }), null, 2)}\n`;
}
