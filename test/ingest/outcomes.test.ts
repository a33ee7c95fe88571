import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS, systemClock } from '../../src/base/index.ts';
import { type Outcome, openParserPool, type ParserPool } from '../../src/dicom/child/index.ts';
import { committed, FIXTURES } from '../dicom/expected/fixture.ts';
import { NOT_STORED } from '../dicom/expected/outcomes.table.ts';
import { type Folders, folders, ingest, keptStaging, parsedFiles } from '../dicom/ingesting.ts';
import { POLICY, PSEUDONYM_KEY } from '../dicom/policy.ts';
import { needsMemory, needsShared } from './needs.ts';
import { parsersBelow } from './parsing-processes.ts';

// Parsed as in earnest: in a process of its own, which is killed after 5 s or beyond 300 MiB. A file for which that
// happened would be quarantined as `deadline` or `memory`, which is right for none of them.

const { folder, outcome, names } = FIXTURES.shared;
const known = [...committed(FIXTURES.shared).keys(), ...Object.keys(NOT_STORED)].sort();

/** Of a series that is known already, an instance is stored by being counted. */
function inOneWord(found: Outcome | undefined): string | undefined {
  switch (found?.state) {
    case 'stored':
      return 'stored';
    case 'counted':
      return found.unread ?? 'stored';
    default:
      return found?.reason;
  }
}

describe('the real files of shared/data/dicom, skipped without them', () => {
  let at: Folders;
  let pool: ParserPool;

  beforeAll(() => {
    at = folders();
    pool = openParserPool({ policy: POLICY, pseudonymKey: PSEUDONYM_KEY, clock: systemClock, count: 1 });
  });

  afterAll(() => {
    pool.close();
    at.remove();
  });

  test.for(known)('%s ends as it has to, in its own process', async (name, { skip }) => {
    needsShared(skip);
    const [found] = await parsedFiles(pool.children[0], [join(folder, name)]);
    expect(inOneWord(found)).toBe(outcome(name));
  });

  test('never made that process hold 300 MiB (skipped where /proc does not tell)', ({ skip }) => {
    needsShared(skip);
    needsMemory(skip);
    const peaks = [...parsersBelow().values()];
    expect(peaks).toHaveLength(1); // the one that read the first file: no file has killed it
    expect(peaks[0]).toBeLessThan(LIMITS.childBytesMax);
  });

  test('end as stored, skipped and quarantined together when their folder is ingested', async ({ skip }) => {
    needsShared(skip);
    const report = await ingest({ ...at, source: folder }, keptStaging());
    const count = (reason: string) => names.filter((name) => outcome(name) === reason).length;
    expect(report).toMatchObject({
      read: 100, // MANIFEST.tsv too
      stored: count('stored'),
      known: 0,
      skipped: { dicomdir: count('dicomdir'), 'not-dicom': count('not-dicom') + 1 },
      quarantined: {
        'no-patient-id': count('no-patient-id'),
        'no-preamble': 2,
        'too-deep': 2,
        'inflate-too-large': 1,
        'duplicate-element': 1,
      },
    });
  });
});
