import type { Estimate, MeasureWire } from '../contract/index.ts';
import { chiSquareOf, type Noisy, oddsRatioOf, proportionOf, riskRatioOf, type TwoByTwo } from '../statistics/index.ts';
import { shown } from './cell-numbers.ts';

type Keys = readonly Readonly<Record<string, string>>[];

/** The cells of a table and what was counted in each. */
interface Counted {
  readonly keys: Keys;
  readonly counts: readonly Noisy[];
}

/**
 * What a count of patients in two cells, or in two by two, says as a whole: the proportion in the first cell; odds ratio, risk
 * ratio and χ² of the second field by the first. About a population, so sampling is part of the intervals.
 */
export function wholeTable(measure: MeasureWire, { keys, counts: cells }: Counted, alpha: number): readonly Estimate[] {
  const [a, b, c, d] = cells;
  if (measure.of !== 'patients' || a === undefined || b === undefined) {
    return [];
  }
  if (cells.length === 2) {
    return [shown('proportion in the first cell', proportionOf({ part: a, rest: b }, alpha))];
  }
  return cells.length === 4 && c !== undefined && d !== undefined && isTwoByTwo(keys)
    ? twoByTwo({ a, b, c, d }, alpha)
    : [];
}

function isTwoByTwo(keys: Keys): boolean {
  const fields = Object.keys(keys[0] ?? {});
  return fields.length === 2 && fields.every((field) => new Set(keys.map((key) => key[field])).size === 2);
}

function twoByTwo(table: TwoByTwo, alpha: number): readonly Estimate[] {
  const test = chiSquareOf(table);
  return [
    shown('odds ratio', oddsRatioOf(table, alpha)),
    shown('risk ratio', riskRatioOf(table, alpha)),
    ...(test.estimable
      ? [
          { name: 'χ²', value: test.chiSquare, interval: null },
          { name: 'p of χ²', value: test.p, interval: null },
        ]
      : [shown('χ²', test)]),
  ];
}
