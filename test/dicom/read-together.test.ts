import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileReader } from '../../src/dicom/child/read-file.ts';
import { settled } from '../../src/dicom/child/settle.ts';
import { deidentification, representatives } from '../../src/dicom/transform/index.ts';
import { type Folders, folders } from './ingesting.ts';
import { dataSet, element, identifiers, part10 } from './part10.ts';
import { POLICY, PSEUDONYM_KEY } from './policy.ts';

/** The series whose headers are too long to be kept beside others. */
const LONG = '1.5';

let here: Folders;
beforeEach(() => {
  here = folders();
});
afterEach(() => here.remove());

/** Files of the series `series`, one an instance; their outcomes as a child tells them, of so many read before any is told. */
function told(files: readonly { series: string; n: number }[], together: number) {
  const paths = files.map(({ series, n }) =>
    here.put(
      `${series}/${n}.dcm`,
      part10(
        dataSet(
          ...identifiers({ patient: 'P1', study: '1.2', series, instance: `1.4.${n}` }),
          element(0x00104000, 'LT', series === LONG ? 'x'.repeat(40_000) : ''),
          element(0x00180050, 'DS', `${n}`),
          element(0x00204000, 'LT', series === LONG ? 'x'.repeat(40_000) : ''),
        ),
      ),
    ),
  );
  const read = fileReader(representatives(deidentification(POLICY, PSEUDONYM_KEY)));
  const groups = Array.from({ length: Math.ceil(paths.length / together) }, (_, at) =>
    paths.slice(at * together, (at + 1) * together),
  );
  return groups.flatMap((group) =>
    settled(group.map((path) => ({ outcomes: [read(path)], ended: true }))).flatMap(({ outcomes }) => outcomes),
  );
}

const FILES = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => [
  { series: '1.3', n },
  { series: LONG, n: n + 20 },
]);

type Told = ReturnType<typeof told>;

/** What publish makes of them: the row of the least instance of each series, and every instance in order. */
function published(outcomes: Told) {
  const rows = outcomes.flatMap((outcome) => (outcome.state === 'stored' ? [outcome.row] : []));
  const least = new Map<string, (typeof rows)[number]>();
  for (const row of rows.sort((one, other) => (one.instance > other.instance ? -1 : 1))) {
    least.set(row.series, row);
  }
  const instances = outcomes.map((outcome) => {
    const { state } = outcome;
    return state === 'stored' ? outcome.row.instance : state === 'counted' ? outcome.instance.instance : outcome.reason;
  });
  return { least: Object.fromEntries(least), instances };
}

describe('files that are read before any is told', () => {
  it('are read in full once a series, and keep their order', () => {
    const outcomes = told(FILES, FILES.length);
    expect(outcomes.filter(({ state }) => state === 'stored')).toHaveLength(2);
    expect(outcomes.filter(({ state }) => state === 'counted')).toHaveLength(FILES.length - 2);
  });

  it.each([1, 2, 3, 5, 8])('publish the same as %i at a time', (together) => {
    expect(published(told(FILES, together))).toEqual(published(told(FILES, FILES.length)));
  });
});
