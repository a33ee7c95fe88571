import type { FederatedEvent } from '../../contract/index.ts';
import { type AskInput, ask } from './ask.ts';

/**
 * Asks, and tells every site's outcome as soon as it is there. What was begun is asked and recorded to its end, also when nobody
 * listens any more.
 */
export async function* follow({ ctx, input }: Omit<AskInput, 'onReply'>): AsyncGenerator<FederatedEvent> {
  let listened = true;
  const events = new ReadableStream<FederatedEvent>({
    async start(controller) {
      const tell = (event: FederatedEvent): void => (listened ? controller.enqueue(event) : undefined);
      const onReply = (outcome: Extract<FederatedEvent, { event: 'site' }>['outcome']) =>
        tell({ event: 'site', outcome });
      const { sites: _, ...end } = await ask({ ctx, input, onReply });
      tell({ event: 'end', ...end });
      if (listened) {
        controller.close();
      }
    },
    cancel() {
      listened = false;
    },
  });
  yield* events;
}
