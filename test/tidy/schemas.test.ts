import { describe, expect, it } from 'vitest';
import { schemaFiles } from '../../src/cli/commands/schemas.ts';
import { policySchemaJson } from '../../src/policy/index.ts';
import { allFiles, textOf } from './repository.ts';

// `npm run schemas` writes them all.
const generated = schemaFiles();

describe('the committed schemas', () => {
  it('are exactly those that are generated, the policy’s among them', () => {
    expect(allFiles().filter((path) => path.endsWith('.schema.json'))).toEqual([...generated.keys()].sort());
    expect(generated.get('policies/policy.schema.json')).toBe(policySchemaJson());
  });

  it.each([...generated])('are never stale: %s', (path, text) => {
    expect(textOf(path)).toBe(text);
    expect(JSON.parse(text)).toMatchObject({ type: 'object', additionalProperties: false });
  });
});
