import { createTRPCUntypedClient, httpBatchStreamLink, TRPCClientError } from '@trpc/client';
import { z } from 'zod';
import {
  type Fetch,
  isSfumatoError,
  moreOf,
  NoWay,
  SfumatoError,
  type WayFault,
  wayFaultOf,
  waySentence,
} from '../base/index.ts';
import {
  COORDINATOR_ENDS,
  FederatedEvent,
  type FederatedQuote,
  type FederatedReply,
  FederatedRevocation,
  FederationFacts,
  QuoteEvent,
  type QuoteOutcome,
  readRequest,
  type SignedRevocation,
  type SiteOutcome,
} from '../contract/index.ts';

/** What a researcher's program needs of a coordinator. Requests are signed before they come here. */
export interface FederationClient {
  /** `onOutcome` is told of every site as soon as the coordinator has its outcome, in any order. */
  ask(signed: string, onOutcome?: (outcome: SiteOutcome) => void): Promise<FederatedReply>;
  /** `onOutcome` is told of every site as soon as the coordinator has its quote, in any order. */
  dryRun(signed: string, onOutcome?: (outcome: QuoteOutcome) => void): Promise<FederatedQuote>;
  facts(): Promise<FederationFacts>;
  /** Has every site told that a key is revoked. */
  revoke(signed: SignedRevocation): Promise<FederatedRevocation>;
}

/** A client of the coordinator at `url` (its origin). @throws SfumatoError `unreachable-peer` or `peer-invalid`. */
export function federationClient({ url, fetch }: { url: string; fetch: Fetch }): FederationClient {
  const silence = `The coordinator at ${url} did not answer.`;
  let hasSpoken = false;
  const spoken: Fetch = async (...sent) => {
    const response = await ofCoordinator(fetch)(...sent);
    hasSpoken = true;
    return response;
  };
  const client = createTRPCUntypedClient({
    links: [httpBatchStreamLink({ url: `${url}/trpc`, fetch: spoken, maxItems: 1 })],
  });
  const call = async <T>(path: string, input: unknown, schema: Parser<T>): Promise<T> => {
    const raw = await client.mutation(path, input).catch((cause: unknown) => {
      throw unreached(url, cause, silence);
    });
    return parse(raw, schema);
  };
  const parse = <T>(raw: unknown, schema: Parser<T>): T => {
    const parsed = schema.safeParse(raw);
    if (!parsed.success) {
      throw new SfumatoError('peer-invalid', `The coordinator at ${url} gave a reply that is not valid.`);
    }
    return parsed.data;
  };
  async function* told<T>(path: string, signed: string, schema: Parser<T>): AsyncGenerator<T> {
    for await (const raw of parse(await client.mutation(path, { signed }), Events)) {
      yield parse(raw, schema);
    }
  }
  const follow = async (signed: string, onOutcome: (outcome: SiteOutcome) => void): Promise<FederatedReply> => {
    const sites: SiteOutcome[] = [];
    for await (const event of told('query.follow', signed, FederatedEvent)) {
      if (event.event === 'end') {
        const { event: _, ...end } = event;
        return { ...end, sites: sites.sort(bySite) };
      }
      sites.push(event.outcome);
      onOutcome(event.outcome);
    }
    throw new Error('the stream ended early');
  };
  const followQuote = async (signed: string, onOutcome: (outcome: QuoteOutcome) => void): Promise<FederatedQuote> => {
    const sites: QuoteOutcome[] = [];
    for await (const event of told('query.followDryRun', signed, QuoteEvent)) {
      if (event.event === 'end') {
        return { sites: sites.sort(bySite) };
      }
      sites.push(event.outcome);
      onOutcome(event.outcome);
    }
    throw new Error('the stream ended early');
  };
  return Object.freeze({
    ask: (signed: string, onOutcome = (_: SiteOutcome): void => undefined) =>
      follow(signed, onOutcome).catch((cause: unknown) => {
        throw isSfumatoError(cause) ? cause : lost({ url, cause, signed, hasSpoken });
      }),
    dryRun: (signed: string, onOutcome = (_: QuoteOutcome): void => undefined) =>
      followQuote(signed, onOutcome).catch((cause: unknown) => {
        throw isSfumatoError(cause) ? cause : unreached(url, cause, silence);
      }),
    revoke: (signed: SignedRevocation) => call('key.revoke', signed, FederatedRevocation),
    facts: () => call('federation.facts', {}, FederationFacts),
  });
}

interface Parser<T> {
  safeParse(raw: unknown): { success: true; data: T } | { success: false };
}

const Events = z.custom<AsyncIterable<unknown>>((raw) => isIterable(raw));

function isIterable(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && Symbol.asyncIterator in raw;
}

/** A coordinator speaks JSON, on the paths that it is called on: what answers otherwise is something else, and is told as that. */
function ofCoordinator(fetch: Fetch): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const type = response.headers.get('content-type') ?? '';
    const fault: WayFault | undefined = type.startsWith('text/html')
      ? 'web-page'
      : response.status === 404 || !type.includes('json')
        ? 'other-status'
        : undefined;
    if (fault !== undefined) {
      await response.body?.cancel();
      throw new NoWay(fault);
    }
    return response;
  };
}

const ELSEWHERE: ReadonlySet<WayFault | undefined> = new Set(['web-page', 'sent-elsewhere', 'other-status']);

/** That nothing came of a call: what answered where it was no coordinator, else `sentence` with what is known of the way. */
function unreached(url: string, cause: unknown, sentence: string): SfumatoError {
  if (cause instanceof TRPCClientError && cause.message === COORDINATOR_ENDS) {
    return new SfumatoError('unreachable-peer', `${url}: ${COORDINATOR_ENDS}`, { cause });
  }
  const way = { url, trust: 'NODE_EXTRA_CA_CERTS' } as const;
  const fault = wayFaultOf(cause);
  const told =
    fault !== undefined && ELSEWHERE.has(fault) ? waySentence(fault, way) : `${sentence}${moreOf(cause, way)}`;
  return new SfumatoError('unreachable-peer', told, { cause });
}

interface Lost {
  readonly url: string;
  readonly cause: unknown;
  readonly signed: string;
  /** Whether a coordinator has answered at the address before. */
  readonly hasSpoken: boolean;
}

/** That nothing came of a question. A coordinator that has spoken and goes away says nothing of address or TLS; one that isn't there took nothing. */
function lost({ url, cause, signed, hasSpoken }: Lost): SfumatoError {
  const fault = wayFaultOf(cause);
  if (fault === 'closed' && hasSpoken) {
    return new SfumatoError('unreachable-peer', brokenOff(url, signed), { cause });
  }
  return unreached(
    url,
    cause,
    fault === 'refused' ? `The coordinator at ${url} did not answer.` : brokenOff(url, signed),
  );
}

/** What sites released is stored there, so that asking once more costs nothing and loses nothing; of a total only by the same request. */
function brokenOff(url: string, signed: string): string {
  const isTotal = readRequest('question', signed)?.request.release === 'total';
  return isTotal
    ? `The coordinator at ${url} did not answer to the end; send the same signed request again: what sites have charged for it is not charged again. A total that is signed anew is.`
    : `The coordinator at ${url} did not answer to the end; ask again: what the sites have answered is stored there and free.`;
}

function bySite(left: { readonly site: string }, right: { readonly site: string }): number {
  return left.site < right.site ? -1 : 1;
}
