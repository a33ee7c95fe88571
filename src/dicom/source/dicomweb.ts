import { type Clock, type Fetch, type Keyed, LIMITS } from '../../base/index.ts';
import { type Ask, isFailure, persistentRequester, requester, type Server } from '../json/index.ts';
import type { Archive, Entry } from './entry.ts';
import { seriesKey } from './file-key.ts';
import { type ListedSeries, pageAt } from './listed-series.ts';
import { listedTooMuch, listingError } from './server-error.ts';

/** What listing a server's series needs. */
export interface Listing {
  readonly server: Server;
  /** HMAC under the site's pseudonym key. */
  readonly keyed: Keyed;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly signal: AbortSignal | undefined;
  /** Called when the list can't be known to be whole: the server repeats itself, goes on for ever, or lost series from what it had listed. */
  readonly onDoubt: () => void;
}

/** The series of a DICOMweb server, page by page (QIDO-RS, PS3.18 §10.6). */
export function dicomwebArchive(listing: Listing): Archive {
  return {
    batchMax: LIMITS.batchSeriesMax,
    count: () => countSeries(requester(listing), listing.server.base),
    async *steps() {
      const { server, keyed, onDoubt } = listing;
      const known = new Set<string>();
      let odd = 0;
      const place = { base: server.base, keyed };
      for await (const { page, isWithin } of pages(listing)) {
        const fresh = page.filter((listed) => isNew(listed, known, place)).map((listed) => entryOf(listed, place));
        // A server that ignores the offset says the same for ever, and one that invents series never ends.
        if ((fresh.length === 0 && !isWithin) || known.size > LIMITS.listedSeriesMax) {
          return onDoubt();
        }
        odd += fresh.filter(({ kind }) => kind === 'refused').length;
        if (odd > LIMITS.listedOddMax) {
          throw listedTooMuch(server.base, 'without UIDs');
        }
        yield fresh;
      }
    },
  };
}

interface Listed {
  readonly page: readonly ListedSeries[];
  /** Whether it is so short that all of it can have been in the page before. */
  readonly isWithin: boolean;
}

/**
 * Pages up to the one that ends where the page before ended. Each begins within that one: where series that were listed
 * are deleted meanwhile, all behind them move up, and what lies between two pages would be listed in neither. One that ends
 * sooner was cut short, or lost its end, and is gone on from.
 * @throws SfumatoError `unreachable-peer`, `peer-invalid`.
 */
async function* pages(listing: Listing): AsyncGenerator<Listed> {
  const ask = persistentRequester(listing);
  let before: readonly ListedSeries[] = [];
  let overlap = 0;
  for (let offset = 0; !listing.signal?.aborted; ) {
    const page = await pageAt(ask, { base: listing.server.base, offset, limit: LIMITS.pageSeries });
    if (isFailure(page) && !listing.signal?.aborted) {
      throw listingError(listing.server, page);
    }
    if (isFailure(page)) {
      return;
    }
    if (overlap > 0 && !isAmong(before, page[0])) {
      listing.onDoubt();
    }
    const isWithin = page.length <= overlap;
    yield { page, isWithin };
    if (page.length === 0 || (isWithin && isAmong(page.slice(-1), before.at(-1)))) {
      return;
    }
    overlap = overlapWith(page);
    offset += page.length - overlap;
    before = page;
  }
}

/** How many series of a page are asked for again: never all, so that a server that ignores the offset shows. One that sends more than it was asked for sends all it has. */
function overlapWith({ length }: readonly ListedSeries[]): number {
  return length > LIMITS.pageSeries ? 0 : Math.min(LIMITS.pageOverlapSeries, Math.floor(length / 2));
}

function isAmong(page: readonly ListedSeries[], one: ListedSeries | undefined): boolean {
  return page.some(({ study, series }) => study === one?.study && series === one.series);
}

interface Place {
  readonly base: string;
  readonly keyed: Keyed;
}

/** Whether a series wasn't listed before, however much it has grown since. */
function isNew({ study, series }: ListedSeries, known: Set<string>, { base, keyed }: Place): boolean {
  const key = seriesKey(keyed, { base, study, series, instances: undefined });
  const isFirst = !known.has(key);
  known.add(key);
  return isFirst;
}

// What may stand in an address. Some UIDs in use aren't UIDs (PS3.5 §9.1), but none needs more than this.
const UID = /^(?=.*[0-9A-Za-z])[0-9A-Za-z._-]+$/;

function entryOf({ study, series, instances }: ListedSeries, { base, keyed }: Place): Entry {
  const named = {
    key: seriesKey(keyed, { base, study, series, instances }),
    path: `${base}/studies/${study}/series/${series}`,
  };
  return UID.test(study) && UID.test(series)
    ? { kind: 'readable', readable: { ...named, task: { kind: 'series', study, series }, instances } }
    : { kind: 'refused', named, reason: 'source-invalid' };
}

/** Found by asking whether there is one at an offset: 1, 2, 4 … and then between. */
async function countSeries(ask: Ask, base: string): Promise<number> {
  const isThere = async (offset: number): Promise<boolean> => {
    const page = await pageAt(ask, { base, offset, limit: 1 });
    return !isFailure(page) && page.length > 0;
  };
  let [below, above] = [0, 1]; // `below` series there are, and fewer than `above` + 1
  while (await isThere(above - 1)) {
    below = above;
    above *= 2;
    if (above > LIMITS.listedSeriesMax) {
      return 0;
    }
  }
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (await isThere(middle - 1)) {
      below = middle;
    } else {
      above = middle;
    }
  }
  return below;
}
