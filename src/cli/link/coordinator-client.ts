import { LIMITS, systemFetchWithin } from '../../base/index.ts';
import { type FederationClient, federationClient } from '../../client/index.ts';

/**
 * A client of the coordinator at `url` (its origin). What it gives holds what every site gave, so it may be as long as an answer that is
 * kept in a file: a bound for one site's reply would have many sites, or one that says much, keep an answer from whoever paid for it.
 */
export function coordinatorClient(url: string): FederationClient {
  return federationClient({ url, fetch: systemFetchWithin(LIMITS.answerFileBytesMax) });
}
