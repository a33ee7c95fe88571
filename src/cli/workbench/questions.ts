import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FederationClient } from '../../client/index.ts';
import { type FederatedReply, formatReceipts, receiptsOf, signRequest } from '../../contract/index.ts';
import type { Asked, Wanted } from '../../dashboard/index.ts';
import { type Asking, composeDraft, quoteOf, settle } from '../ask/compose.ts';
import { writeTextFile } from '../load.ts';
import { begin } from './begun.ts';

/** With what questions are asked. */
export interface Questioning {
  readonly client: FederationClient;
  /** Where signed requests, answers and receipts are kept. */
  readonly folder: string;
  readonly askingOf: (wanted: Wanted) => Asking;
}

/** Asks questions in the background, and keeps what came of them: in memory for the pages, in files for good. */
export function questions({ client, folder, askingOf }: Questioning) {
  const all: Asked[] = [];
  const keep = (reply: FederatedReply): void => {
    const receipts = receiptsOf(reply);
    writeTextFile(join(folder, `${reply.requestId}.json`), `${JSON.stringify(reply, null, 2)}\n`);
    if (receipts.length > 0) {
      writeTextFile(join(folder, `${reply.requestId}.receipts`), formatReceipts(receipts));
    }
  };
  return {
    /** The latest first. */
    asked: (): readonly Asked[] => all.toReversed(),
    async ask(wanted: Wanted, form: string): Promise<string> {
      const asking = askingOf(wanted);
      const draft = composeDraft(asking, await client.facts());
      const request = settle(draft, wanted.draft.accuracy && (await quoteOf(draft, asking, client)));
      const signed = signRequest('question', request, asking.secretKey);
      const { id, sites } = request;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // Kept before it is sent, so that it can be sent again as it is, for no second charge.
      writeTextFile(join(folder, `${id}.jws`), `${signed}\n`);
      all.push(begin({ id, wanted, form, sites, ask: (tell) => client.ask(signed, tell) }, keep));
      return id;
    },
  };
}
