import type { Clock } from '../../base/index.ts';
import type { FederationFacts, SiteFacts } from '../../contract/index.ts';

/** What sites say of themselves, as it was lately: a site that doesn't answer holds no page up. */
export interface FactsBoard {
  /** Asks the sites anew where what is known is old; gives what is known. */
  sites(): Promise<FederationFacts['sites']>;
}

type Tell = (site: string, facts: SiteFacts | null) => void;

const OLD_MS = 10_000;
const WAIT_MS = 2_000;

/** A board of these sites; `read` asks all of them and tells what each says as it comes, `null` where nothing does. */
export function factsBoard(names: readonly string[], read: (tell: Tell) => Promise<unknown>, clock: Clock): FactsBoard {
  const known = new Map<string, SiteFacts | null>();
  let readAtMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<unknown> | undefined;
  const refresh = (): Promise<unknown> => {
    reading ??= read((site, facts) => void known.set(site, facts)).finally(() => {
      readAtMs = clock.monotonicMs();
      reading = undefined;
    });
    return reading;
  };
  return Object.freeze({
    async sites() {
      if (reading !== undefined || clock.monotonicMs() - readAtMs >= OLD_MS) {
        const ready = new AbortController();
        await Promise.race([refresh(), clock.until(clock.monotonicMs() + WAIT_MS, ready.signal)]);
        ready.abort();
      }
      return names.map((site) => ({ site, facts: known.get(site) ?? null }));
    },
  } satisfies FactsBoard);
}
