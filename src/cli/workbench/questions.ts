import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isSfumatoError } from '../../base/index.ts';
import type { FederationClient } from '../../client/index.ts';
import {
  type FederatedReply,
  formatReceipts,
  type Receipted,
  type SiteState,
  signRequest,
} from '../../contract/index.ts';
import type { Asked, Wanted } from '../../dashboard/index.ts';
import { type Asking, composeDraft, quoteOf, settle } from '../ask/compose.ts';
import { writeTextFile } from '../load.ts';

/** With what questions are asked. */
export interface Questioning {
  readonly client: FederationClient;
  /** Where signed requests, answers and receipts are kept. */
  readonly folder: string;
  readonly askingOf: (wanted: Wanted) => Asking;
}

interface Entry {
  readonly id: string;
  readonly wanted: Wanted;
  readonly form: string;
  readonly sites: Map<string, SiteState | 'asked'>;
  reply: FederatedReply | undefined;
  failed: string | undefined;
}

/** Asks questions in the background, and keeps what came of them: in memory for the pages, in files for good. */
export function questions({ client, folder, askingOf }: Questioning) {
  const all: Entry[] = [];
  return {
    /** The latest first. */
    asked: (): readonly Asked[] => all.toReversed(),
    async ask(wanted: Wanted, form: string): Promise<string> {
      const asking = askingOf(wanted);
      const draft = composeDraft(asking, await client.facts());
      const request = settle(draft, wanted.draft.accuracy && (await quoteOf(draft, asking, client)));
      const signed = signRequest('question', request, asking.secretKey);
      const sites = new Map(request.sites.map((site) => [site, 'asked'] as const));
      const entry: Entry = { id: request.id, wanted, form, sites: new Map(sites), reply: undefined, failed: undefined };
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // Kept before it is sent, so that it can be sent again as it is, for no second charge.
      writeTextFile(join(folder, `${request.id}.jws`), `${signed}\n`);
      all.push(entry);
      void follow(
        entry,
        client.ask(signed, ({ site, state }) => void entry.sites.set(site, state)),
      );
      return request.id;
    },
  };

  async function follow(entry: Entry, coming: Promise<FederatedReply>): Promise<void> {
    try {
      const reply = await coming;
      const receipts = receiptsIn(reply);
      writeTextFile(join(folder, `${entry.id}.json`), `${JSON.stringify(reply, null, 2)}\n`);
      if (receipts.length > 0) {
        writeTextFile(join(folder, `${entry.id}.receipts`), formatReceipts(receipts));
      }
      entry.reply = reply;
    } catch (error) {
      entry.failed = isSfumatoError(error) ? error.message : 'The question could not be asked.';
    }
  }
}

/** The answers of a reply that came with their receipts. */
export function receiptsIn({ sites }: FederatedReply): readonly Receipted[] {
  return sites.flatMap(({ reply }) => (reply?.receipt ? [{ answer: reply.answer, receipt: reply.receipt }] : []));
}
