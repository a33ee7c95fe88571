import type { Estimate, MeasureWire } from '../contract/index.ts';
import { chiSquareOf, type Noisy, oddsRatioOf, proportionOf, riskRatioOf, type TwoByTwo } from '../statistics/index.ts';
import { shown } from './cell-numbers.ts';

type Keys = readonly Readonly<Record<string, string>>[];

/** The cells of a table and what was counted in each. */
interface Counted {
  readonly keys: Keys;
  readonly counts: readonly Noisy[];
  /** In how many of the cells one patient may count. */
  readonly groupsPerPatient: number;
}

const AS_DIFFERENT = 'as of different patients, though one may be in several cells';

/**
 * What a count of patients in two cells, or in two by two, says as a whole, and of which cells: the proportion in the first cell; odds ratio,
 * risk ratio and χ² of the second field by the first. About a population, so sampling is part of the intervals: that of different patients, and
 * where cells may share some, each number says so.
 */
export function wholeTable(measure: MeasureWire, counted: Counted, alpha: number): readonly Estimate[] {
  const whole = estimatesOf(measure, counted, alpha);
  return counted.groupsPerPatient === 1
    ? whole
    : whole.map(({ about, ...estimate }) => ({
        ...estimate,
        about: about ? `${about}; ${AS_DIFFERENT}` : AS_DIFFERENT,
      }));
}

function estimatesOf(measure: MeasureWire, { keys, counts: cells }: Counted, alpha: number): readonly Estimate[] {
  const [a, b, c, d] = cells;
  if (measure.of !== 'patients' || a === undefined || b === undefined) {
    return [];
  }
  if (cells.length === 2) {
    const about = `${cellName(keys[0])}, of that and ${cellName(keys[1])}`;
    return [{ ...shown('proportion in the first cell', proportionOf({ part: a, rest: b }, alpha)), about }];
  }
  const compared = cells.length === 4 ? comparedIn(keys) : undefined;
  return compared !== undefined && c !== undefined && d !== undefined ? twoByTwo({ a, b, c, d }, compared, alpha) : [];
}

function cellName(key: Keys[number] = {}): string {
  return Object.entries(key)
    .map(([field, value]) => `${field}=${value}`)
    .join(', ');
}

/** What is compared in a table of two by two: the first field's values, by the second field's. */
interface Compared {
  /** “Modality=CT over MR” */
  readonly groups: string;
  /** “PatientSex=F” */
  readonly outcome: string;
  readonly otherwise: string;
}

function comparedIn(keys: Keys): Compared | undefined {
  const [group = '', outcome = '', ...more] = Object.keys(keys[0] ?? {});
  const [groups, outcomes] = [group, outcome].map((field) => [...new Set(keys.map((key) => key[field]))]);
  return more.length === 0 && groups?.length === 2 && outcomes?.length === 2
    ? { groups: `${group}=${groups.join(' over ')}`, outcome: `${outcome}=${outcomes[0]}`, otherwise: `${outcomes[1]}` }
    : undefined;
}

function twoByTwo(table: TwoByTwo, { groups, outcome, otherwise }: Compared, alpha: number): readonly Estimate[] {
  const test = chiSquareOf(table);
  return [
    { ...shown('odds ratio', oddsRatioOf(table, alpha)), about: `${outcome} against ${otherwise}, ${groups}` },
    { ...shown('risk ratio', riskRatioOf(table, alpha)), about: `${outcome}, ${groups}` },
    ...(test.estimable
      ? [
          { name: 'χ²', value: test.chiSquare, interval: null },
          { name: 'p of χ²', value: test.p, interval: null },
        ]
      : [shown('χ²', test)]),
  ];
}
