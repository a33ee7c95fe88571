import { describe, expect, it } from 'vitest';
import { apiFiles, documentFiles, schemaFiles } from '../../src/cli/commands/schemas.ts';
import { policySchemaJson } from '../../src/policy/index.ts';
import { allFiles, ROOT, textOf } from './repository.ts';

// `npm run schemas` writes them all.
const generated = schemaFiles();
const documents = documentFiles(ROOT);

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

const apiDocuments = [...(await apiFiles())];

describe('the OpenAPI documents', () => {
  it.each(apiDocuments)('are never stale: %s', (path, text) => {
    expect(textOf(path)).toBe(text);
    expect(JSON.parse(text)).toMatchObject({ openapi: '3.1.0' });
  });

  // A maker of clients makes a type of each: of a part without a name it makes up one, Field7, at each place anew.
  it.each(apiDocuments)('name what comes back, and hold nothing that makers of clients can’t read: %s', (_, text) => {
    const { components } = JSON.parse(text);
    const named = Object.keys(components.schemas);
    expect(named).toEqual(expect.arrayContaining(['Reply', 'Released', 'Quote', 'Measure', 'Piece', 'Error']));
    for (const name of named) {
      expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
      expect(text).toContain(`"#/components/schemas/${name}"`);
    }
    expect(text).not.toMatch(/"items": ?false/);
  });
});

describe('the documents with lists from a policy', () => {
  it('are all that have such lists', () => {
    const marked = allFiles().filter((path) => path.endsWith('.md') && textOf(path).includes('<!-- generated: '));
    expect(marked).toEqual([...documents.keys()]);
  });

  it.each([...documents])('are never stale: %s', (path, text) => {
    expect(textOf(path)).toBe(text);
    expect(text).toMatch(/^\| PatientName \(0010,0010\) \| direct \|/m);
  });
});
