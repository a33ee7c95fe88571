import { assert } from '../../base/index.ts';
import { integerQuotient } from '../decimal.ts';
import type { PolicyDocument, Range } from '../document.ts';
import type { Problem } from '../problems/problem.ts';

// Sums are formed in DuckDB's HUGEINT, 127 bits beside the sign; one bit is left for the noise.
const SUM_BITS = 126n;

/**
 * Excludes overflow by arithmetic: for every size class and measure, rowsMax · max(R, H²) < 2¹²⁶, where
 * rowsMax = rowsPerPatientMax · 2^patientsLog2, R is the number of steps in the range or how far it goes from 0, and H the
 * larger half of it.
 */
export function overflowProblems({ fields, disclosure }: PolicyDocument): Problem[] {
  const rows = BigInt(disclosure.rowsPerPatientMax.value);
  return Object.entries(disclosure.sizeClasses.value).flatMap(([size, { patientsLog2 }]) => {
    const rowsMax = rows * 2n ** BigInt(patientsLog2);
    const over = fields.find(({ range }) => range !== undefined && rowsMax * largestTerm(range) >= 2n ** SUM_BITS);
    const sentence = `${rows} rows a patient and 2^${patientsLog2} patients (${size}) could overflow a sum over ${over?.keyword}`;
    return over === undefined ? [] : [{ path: ['disclosure', 'rowsPerPatientMax', 'value'], sentence }];
  });
}

/** The largest value that one row adds to a sum of steps or of their squares about the middle. */
function largestTerm({ min, max, step }: Range): bigint {
  const [low, high] = [integerQuotient(min, step), integerQuotient(max, step)];
  assert(low !== undefined && high !== undefined, 'the rules put the ends of every range on its grid');
  const span = high - low;
  const half = span - span / 2n;
  return [span, half * half, low, -low, high, -high].reduce((most, term) => (term > most ? term : most));
}
