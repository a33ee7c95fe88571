import { expect, test } from 'vitest';
import { part10Header } from '../../src/dicom/parse/index.ts';
import { scanHeader } from '../../src/dicom/scan/index.ts';
import { deidentification, type HeaderOutcome, representatives } from '../../src/dicom/transform/index.ts';
import { dataSet, element, identifiers, part10 } from './part10.ts';
import { POLICY, PSEUDONYM_KEY, readable } from './policy.ts';

// Which instances of a series are read in full, and that it doesn't show in what is staged.

interface Instance {
  readonly patient?: string;
  readonly series?: string;
  readonly n: number;
  readonly thickness?: string;
}

function header({ patient = 'P1', series = '1.3', n, thickness = String(n) }: Instance) {
  const ids = identifiers({ patient, study: '1.2', series, instance: `1.4.${n}` });
  const file = part10(dataSet(...ids, element(0x00180050, 'DS', thickness)));
  const scan = scanHeader(file, file.length);
  if (scan.state !== 'complete') {
    throw new Error('the file scans');
  }
  return part10Header(scan.header);
}

function staged(instances: readonly Instance[]): readonly HeaderOutcome[] {
  const { outcomeOf } = representatives(deidentification(POLICY, PSEUDONYM_KEY));
  return instances.map((instance) => outcomeOf(header(instance)));
}

/** What publish makes of outcomes: the values of the least instance, and how many instances there are. */
function published(outcomes: readonly HeaderOutcome[]) {
  const rows = outcomes.flatMap((outcome) => (outcome.state === 'stored' ? [outcome.row] : []));
  const least = [...rows].sort((a, b) => (a.instance < b.instance ? -1 : 1))[0];
  const instances = outcomes.flatMap((outcome) =>
    outcome.state === 'quarantined'
      ? []
      : [outcome.state === 'stored' ? outcome.row.instance : outcome.instance.instance],
  );
  return { thickness: least && readable(least, 'SliceThickness'), instances: instances.sort() };
}

/** The orders in which up to five things can come. */
function orders<T>(things: readonly T[]): readonly (readonly T[])[] {
  return things.length <= 1
    ? [things]
    : things.flatMap((one, at) => orders(things.filter((_, other) => other !== at)).map((rest) => [one, ...rest]));
}

const FIVE: readonly Instance[] = [1, 2, 3, 4, 5].map((n) => ({ n }));

test('a series of five is the same in all 120 orders, and not every instance is read in full', () => {
  const all = orders(FIVE).map(staged);
  expect(new Set(all.map((outcomes) => JSON.stringify(published(outcomes)))).size).toBe(1);
  expect(all[0] && published(all[0]).instances).toHaveLength(5);
  const inFull = all.flat().filter(({ state }) => state === 'stored').length / all.length;
  expect(inFull).toBeCloseTo(1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5, 5); // the records of a random order
});

test('a file beside it, of another patient or series, changes nothing', () => {
  const beside: readonly Instance[] = [
    { patient: 'P2', n: 9 },
    { series: '1.9', n: 8 },
  ];
  const alone = published(staged(FIVE));
  for (const order of orders<Instance>([...FIVE.slice(0, 3), ...beside])) {
    const outcomes = staged(order).filter((_, at) => FIVE.includes(order[at] ?? { n: 0 }));
    expect(published(outcomes)).toEqual(published(staged(FIVE.slice(0, 3))));
  }
  expect(alone.instances).toHaveLength(5);
});

test('a series UID that two patients share is two series, each with values of its own', () => {
  const outcomes = staged([{ n: 1 }, { patient: 'P2', n: 2 }, { patient: 'P3', n: 3 }]);
  expect(outcomes.map(({ state }) => state)).toEqual(['stored', 'stored', 'stored']);
});

test('copies of one instance with other values are all read: staging decides, not their order', () => {
  const copies: readonly Instance[] = [
    { n: 1, thickness: '2' },
    { n: 1, thickness: '3' },
  ];
  for (const order of orders(copies)) {
    expect(staged(order).map(({ state }) => state)).toEqual(['stored', 'stored']);
  }
});

test('an instance whose values the parser cannot read is counted, named, and never speaks for its series', () => {
  const broken = (n: number) => ({ ...header({ n }), values: () => undefined });
  for (const order of orders([1, 2, 3])) {
    const { outcomeOf } = representatives(deidentification(POLICY, PSEUDONYM_KEY));
    const outcomes = order.map((n) => outcomeOf(n === 2 ? broken(n) : header({ n })));
    expect(published(outcomes).instances).toHaveLength(3);
    expect(published(outcomes).thickness).toBe(published(staged([{ n: 1 }, { n: 3 }])).thickness);
  }
  const alone = representatives(deidentification(POLICY, PSEUDONYM_KEY)).outcomeOf(broken(2));
  expect(alone).toMatchObject({ state: 'counted', unread: 'parser-failed' });
});
