import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEMO_PROJECT } from '../../src/cli/demo/sites.table.ts';
import { factsOfAnySite } from '../../src/cli/judge/any-site.ts';
import { loadPolicyFile } from '../../src/cli/policy/policy-file.ts';
import { Draft } from '../../src/contract/index.ts';
import { parseYamlStrict } from '../../src/policy/index.ts';
import { PURE } from '../../src/privacy/index.ts';
import { dryRun } from '../../src/query/index.ts';

const policy = loadPolicyFile('policies/imaging-metadata/1.1.0.yaml');
const facts = {
  ...factsOfAnySite(policy, { sizeClass: 'small', blocks: [2026], accountant: PURE }),
  fields: DEMO_PROJECT.fields,
};
const readme = readFileSync('README.md', 'utf8');

function asked(text: string) {
  return dryRun({
    policy,
    query: parseYamlStrict({ text, file: 'q', schema: Draft, errorCode: 'request-invalid' }),
    facts,
  });
}

describe('a newcomer’s first question', () => {
  it.each([
    ['README.md', /^```yaml\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? ''],
    ['docs/first-question.yaml', readFileSync('docs/first-question.yaml', 'utf8')],
  ])('is one that the hospitals of the demonstration answer: %s', (_, text) => {
    expect(asked(text)).toMatchObject({ measures: [{ kind: 'count' }], blocks: [2026] });
  });

  it('would be refused by name if the project could not use its fields', () => {
    expect(asked('count: patients\nby: [StudyDescription]\nepsilon: "0.5"\n')).toHaveProperty('code');
  });
});
