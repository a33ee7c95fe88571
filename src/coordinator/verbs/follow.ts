import type { FederatedEvent, QuoteEvent } from '../../contract/index.ts';
import { type AskInput, ask } from './ask.ts';
import { type QuoteInput, quote } from './quote.ts';

type SiteEvent = Extract<FederatedEvent, { event: 'site' }>;

/**
 * Asks, and tells every site's outcome as soon as it is there. What was begun is asked and recorded to its end, also when nobody
 * listens any more.
 */
export async function* follow({ ctx, input }: Omit<AskInput, 'onReply'>): AsyncGenerator<FederatedEvent> {
  yield* told<FederatedEvent>(async (tell) => {
    const onReply = (outcome: SiteEvent['outcome']) => tell({ event: 'site', outcome });
    const { sites: _, ...end } = await ask({ ctx, input, onReply });
    tell({ event: 'end', ...end });
  });
}

/** Has a draft quoted, and tells every site's quote as soon as it is there. */
export async function* followQuote({ ctx, input }: Omit<QuoteInput, 'onQuote'>): AsyncGenerator<QuoteEvent> {
  yield* told<QuoteEvent>(async (tell) => {
    await quote({ ctx, input, onQuote: (outcome) => tell({ event: 'site', outcome }) });
    tell({ event: 'end' });
  });
}

/** What `work` tells, as long as somebody listens; the work goes on to its end. */
function told<T>(work: (tell: (event: T) => void) => Promise<void>): ReadableStream<T> {
  let listened = true;
  return new ReadableStream<T>({
    async start(controller) {
      await work((event) => (listened ? controller.enqueue(event) : undefined));
      if (listened) {
        controller.close();
      }
    },
    cancel() {
      listened = false;
    },
  });
}
