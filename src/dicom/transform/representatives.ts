import type { StagedInstance, StagedRow } from '../../warehouse/index.ts';
import type { Header } from '../parse/index.ts';
import type { PrivateCreator } from '../private-creators.table.ts';
import type { QuarantineReason } from '../reasons.table.ts';
import type { Deidentifier } from './row.ts';

/** What becomes of a header. */
export type HeaderOutcome =
  | { readonly state: 'stored'; readonly row: StagedRow; readonly creators?: readonly PrivateCreator[] }
  | { readonly state: 'counted'; readonly instance: StagedInstance; readonly unread?: QuarantineReason }
  | { readonly state: 'quarantined'; readonly reason: QuarantineReason };

/** Looks at one header after the other. */
export type OutcomeOf = (header: Header) => HeaderOutcome;

/** A header that may speak for its series. */
export interface Candidate {
  readonly state: 'candidate';
  readonly keys: StagedInstance;
  /** Names its series. */
  readonly series: string;
  /** Of several, the one of the least rank is to be read first: then the others need not be. */
  readonly rank: string;
  /** What becomes of it when one before it has been read meanwhile. */
  readonly counted: () => HeaderOutcome | undefined;
}

/** Both ways of looking at headers: in full at once, or first to see which of several need be. */
export interface Representatives {
  readonly outcomeOf: OutcomeOf;
  /** What is known of a header without its values. */
  readonly look: (header: Header) => HeaderOutcome | Candidate;
}

// Beyond this many series the oldest are forgotten, which costs a second reading and changes nothing.
const SERIES_MAX = 50_000;
/** The part of an instance's pseudonym that staging ranks headers by. */
const RANKED_DIGITS = 24;

/**
 * De-identifies in full only the instances that may speak for their series: the one with the smallest pseudonym gives the
 * series its values, so an instance behind one that was read is only counted. Which files are read in full depends on
 * their order; what comes of a series doesn't: its least readable instance is always read, and every instance that
 * passes the scanner and has its keys counts, readable or not, even if whoever reads it in full dies of it.
 */
export function representatives({ keysOf, rowOf }: Deidentifier): Representatives {
  const least = leastRanks();
  const lookAt = (header: Header) => {
    const keys = keysOf(header);
    if (typeof keys === 'string') {
      return { state: 'quarantined', reason: keys } as const;
    }
    // A series is one within a patient's study, whatever other files claim its UID.
    const series = `${keys.patient}${keys.study}${keys.series}`;
    const rank = keys.instance.slice(0, RANKED_DIGITS);
    const counted = (): HeaderOutcome | undefined =>
      // Headers of equal rank claim to be one instance; staging decides between them.
      least.isBehind(series, rank) ? { state: 'counted', instance: keys } : undefined;
    return counted() ?? ({ state: 'candidate', keys, series, rank, counted } as const);
  };
  return {
    look: lookAt,
    outcomeOf(header) {
      const seen = lookAt(header);
      if (seen.state !== 'candidate') {
        return seen;
      }
      const { keys, series, rank } = seen;
      const row = rowOf(header, keys);
      if (row === 'identity-in-value') {
        return { state: 'quarantined', reason: row }; // then its pseudonyms aren't to be trusted either
      }
      if (typeof row === 'string') {
        return { state: 'counted', instance: keys, unread: row };
      }
      least.remember(series, rank);
      const creators = header.creators();
      return { state: 'stored', row, ...(creators.length > 0 && { creators }) };
    },
  };
}

/** The least rank that was read of each series. */
function leastRanks() {
  const least = new Map<string, string>();
  return {
    isBehind(series: string, rank: string): boolean {
      const known = least.get(series);
      return known !== undefined && rank > known;
    },
    remember(series: string, rank: string): void {
      least.delete(series);
      least.set(series, rank);
      if (least.size > SERIES_MAX) {
        for (const oldest of least.keys()) {
          least.delete(oldest);
          break;
        }
      }
    },
  };
}
