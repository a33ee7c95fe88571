import { integerQuotient } from '../decimal.ts';
import type { Field, Range } from '../document.ts';
import type { Path, Problem } from '../problems/problem.ts';

const STEPS_MAX = 2n ** 31n - 1n; // a stored step is a DuckDB INTEGER

/** What is wrong with one field's range: ends off its own grid or too far out, or bins that aren't a partition of it. */
export function rangeProblems({ keyword, range }: Field, at: number): Problem[] {
  if (range === undefined) {
    return [];
  }
  const path = ['fields', at, 'range'];
  if (range.min >= range.max) {
    const sentence = `${keyword} ranges from ${range.min} to ${range.max}; min must be below max`;
    return [{ path: [...path, 'min'], sentence }];
  }
  return [
    ...(['min', 'max'] as const).flatMap((end) => endProblems(keyword, range, [...path, end])),
    ...binProblems(keyword, range, [...path, 'bins']),
  ];
}

function endProblems(keyword: string, range: Range, path: Path): Problem[] {
  const x = path.at(-1) === 'min' ? range.min : range.max;
  const steps = integerQuotient(x, range.step);
  if (steps === undefined) {
    return [{ path, sentence: `${keyword} ends its range at ${x}, which is no multiple of its step ${range.step}` }];
  }
  // One step below min stands for MISSING.
  const fits = steps - 1n >= -STEPS_MAX && steps <= STEPS_MAX;
  return fits
    ? []
    : [{ path, sentence: `${keyword} ends its range at ${x}, more than 2^31 steps of ${range.step} from 0` }];
}

function binProblems(keyword: string, { min, max, step, bins = [] }: Range, path: Path): Problem[] {
  return bins.flatMap((edge, at) => {
    const before = bins[at - 1];
    const sentences = [
      ...(before !== undefined && edge <= before
        ? [`${keyword} has the bin edge ${edge} after ${before}; edges must increase`]
        : []),
      ...(edge < min || edge > max ? [`${keyword} has the bin edge ${edge} outside ${min} to ${max}`] : []),
      ...(integerQuotient(edge, step) === undefined
        ? [`${keyword} has the bin edge ${edge}, which is no multiple of ${step}`]
        : []),
    ];
    return sentences.map((sentence) => ({ path: [...path, at], sentence }));
  });
}
