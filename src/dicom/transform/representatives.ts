import type { StagedInstance, StagedRow } from '../../warehouse/index.ts';
import type { Header } from '../parse/index.ts';
import type { QuarantineReason } from '../reasons.table.ts';
import type { Deidentifier } from './row.ts';

/** What becomes of a header. */
export type HeaderOutcome =
  | { readonly state: 'stored'; readonly row: StagedRow }
  | { readonly state: 'counted'; readonly instance: StagedInstance; readonly unread?: QuarantineReason }
  | { readonly state: 'quarantined'; readonly reason: QuarantineReason };

/** Looks at one header after the other. */
export type OutcomeOf = (header: Header) => HeaderOutcome;

// Beyond this many series the oldest are forgotten, which costs a second reading and changes nothing.
const SERIES_MAX = 50_000;
/** The part of an instance's pseudonym that staging ranks headers by. */
const RANKED_DIGITS = 24;

/**
 * De-identifies in full only the instances that may speak for their series: the one with the smallest pseudonym gives the
 * series its values, so an instance behind one that was read is only counted. Which files are read in full depends on
 * their order; what comes of a series doesn't: its least readable instance is always read, and every instance that
 * passes the scanner counts, readable or not.
 */
export function representatives({ keysOf, rowOf }: Deidentifier): OutcomeOf {
  const least = new Map<string, string>();
  const remember = (series: string, rank: string): void => {
    least.delete(series);
    least.set(series, rank);
    if (least.size > SERIES_MAX) {
      for (const oldest of least.keys()) {
        least.delete(oldest);
        break;
      }
    }
  };
  return (header) => {
    const keys = keysOf(header);
    if (typeof keys === 'string') {
      return { state: 'quarantined', reason: keys };
    }
    // A series is one within a patient's study, whatever other files claim its UID.
    const series = `${keys.patient}${keys.study}${keys.series}`;
    const rank = keys.instance.slice(0, RANKED_DIGITS);
    const known = least.get(series);
    // Headers of equal rank claim to be one instance; staging decides between them.
    if (known !== undefined && rank > known) {
      return { state: 'counted', instance: keys };
    }
    const row = rowOf(header, keys);
    if (row === 'identity-in-value') {
      return { state: 'quarantined', reason: row }; // then its pseudonyms aren't to be trusted either
    }
    if (typeof row === 'string') {
      return { state: 'counted', instance: keys, unread: row };
    }
    remember(series, rank);
    return { state: 'stored', row };
  };
}
