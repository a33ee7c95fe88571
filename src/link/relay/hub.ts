import {
  type Clock,
  type Entropy,
  LIMITS,
  randomId,
  SfumatoError,
  unlessAborted,
  whenAborted,
} from '../../base/index.ts';

/** A message that waits for a site to fetch it, under a ticket. The hub knows no more of it than its length. */
export interface Waiting {
  readonly ticket: string;
  readonly message: Uint8Array;
}

/** Passes messages on to sites that call in: the role of the relay. It holds bytes, in memory, until they are answered. */
export interface Hub {
  /** Hands a message to a site and waits for its answer. @throws SfumatoError `unreachable-peer`, at once for a site that is away. */
  deliver(site: string, message: Uint8Array, signal: AbortSignal): Promise<Uint8Array>;
  /** Gives a site the next message that it doesn't hold already, or nothing when none comes in time. */
  fetch(site: string, holding: readonly string[], signal: AbortSignal): Promise<Waiting | undefined>;
  /** Takes a site's answer; one that nobody waits for any more is dropped. */
  answer(site: string, ticket: string, message: Uint8Array): void;
}

interface Entry extends Waiting {
  readonly answered: (message: Uint8Array) => void;
}

interface Place {
  readonly entries: Map<string, Entry>;
  /** The fetches that wait, as they came, and the last that had its reply: the last of all is woken when something comes. */
  fetches: readonly AbortController[];
  seenMs: number;
}

/** Why a fetch is let go: without a reason an error is made each time, with its stack. */
const OVER = 'over';

/** A hub with a place for each of `sites`. */
export function createHub({
  sites,
  clock,
  entropy,
}: {
  sites: readonly string[];
  clock: Clock;
  entropy: Entropy;
}): Hub {
  const startedMs = clock.monotonicMs();
  const places = new Map<string, Place>(
    sites.map((site) => [site, { entries: new Map(), fetches: [], seenMs: startedMs }]),
  );
  return Object.freeze({
    async deliver(site: string, message: Uint8Array, signal: AbortSignal) {
      const place = places.get(site);
      if (place === undefined || clock.monotonicMs() - place.seenMs > LIMITS.linkAwayMs) {
        throw new SfumatoError('unreachable-peer', `Site ${site} is not connected.`);
      }
      signal.throwIfAborted();
      const ticket = randomId(entropy);
      const answer = new Promise<Uint8Array>((answered) => {
        place.entries.set(ticket, { ticket, message, answered });
      });
      place.fetches.at(-1)?.abort(OVER);
      try {
        return await unlessAborted(signal, answer);
      } finally {
        place.entries.delete(ticket);
      }
    },
    async fetch(site: string, holding: readonly string[], signal: AbortSignal) {
      const place = places.get(site);
      if (place === undefined) {
        return undefined;
      }
      place.seenMs = clock.monotonicMs();
      const mine = joining(place);
      if (nextOf(place, holding) === undefined) {
        const takeBack = whenAborted(signal, () => {
          // At once: from now on whoever came before is to be woken.
          place.fetches = place.fetches.filter((one) => one !== mine);
          mine.abort(OVER);
        });
        await clock.until(clock.monotonicMs() + LIMITS.linkPollMs, mine.signal);
        takeBack();
      }
      place.seenMs = clock.monotonicMs();
      mine.abort(OVER);
      // An earlier fetch that still waits gets nothing, and waits on to its end, also while the last is on its way back: two processes of
      // one site, each of which fetches again as soon as it has a reply, would else send one another round without a pause.
      return place.fetches.at(-1) === mine ? nextOf(place, holding) : undefined;
    },
    answer(site: string, ticket: string, message: Uint8Array) {
      places.get(site)?.entries.get(ticket)?.answered(message);
    },
  } satisfies Hub);
}

/** A fetch comes, as the last. Beyond a few the oldest ends: their connections broke unnoticed, or somebody means to hold many. */
function joining(place: Place): AbortController {
  const mine = new AbortController();
  const waiting = [...place.fetches.filter(({ signal }) => !signal.aborted), mine];
  for (const oldest of waiting.splice(0, waiting.length - LIMITS.linkFetchesMax)) {
    oldest.abort(OVER);
  }
  place.fetches = waiting;
  return mine;
}

function nextOf({ entries }: Place, holding: readonly string[]): Entry | undefined {
  return [...entries.values()].find(({ ticket }) => !holding.includes(ticket));
}
