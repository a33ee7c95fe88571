import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isSfumatoError } from '../../base/index.ts';
import type { FederationClient } from '../../client/index.ts';
import {
  type FederatedReply,
  formatReceipts,
  hopelessOf,
  type Request,
  receiptsOf,
  signRequest,
} from '../../contract/index.ts';
import type { Asked, Quoted, Wanted } from '../../dashboard/index.ts';
import { type Asking, composeDraft, quoteOf, settle, takesOf } from '../ask/compose.ts';
import type { PolicyFor } from '../ask/own-epsilon.ts';
import { ownReply } from '../ask/own-reply.ts';
import { writeTextFile } from '../load.ts';
import { type Begun, begin } from './begun.ts';

/** With what questions are asked. */
export interface Questioning {
  readonly client: FederationClient;
  /** Where signed requests, answers and receipts are kept. */
  readonly folder: string;
  readonly askingOf: (wanted: Wanted) => Asking;
  readonly policyFor: PolicyFor;
}

/** Asks questions in the background, and keeps what came of them: in memory for the pages, in files for good. */
export function questions({ client, folder, askingOf, policyFor }: Questioning) {
  const all: Asked[] = [];
  // Under the id that was signed: whatever a reply calls itself is no name of a file.
  const keep = (id: string, reply: FederatedReply): void => {
    const receipts = receiptsOf(reply);
    writeTextFile(join(folder, `${id}.json`), `${JSON.stringify(reply, null, 2)}\n`);
    if (receipts.length > 0) {
      writeTextFile(join(folder, `${id}.receipts`), formatReceipts(receipts));
    }
  };
  const quotedFor = async (wanted: Wanted) => {
    const [asking, facts] = [askingOf(wanted), await client.facts()];
    const draft = composeDraft(asking, facts);
    const quote = await quoteOf(draft, asking, client);
    return { asking, draft, quote, hopeless: hopelessOf(quote, takesOf(draft, facts)) };
  };
  return {
    async quote(wanted: Wanted): Promise<Quoted> {
      const { draft, quote, hopeless } = await quotedFor(wanted);
      if (hopeless === undefined) {
        // What couldn't be signed is said here, before anybody presses a button.
        settle(draft, { quote, policyFor });
      }
      return { quote, hopeless };
    },
    /** The latest first. */
    asked: (): readonly Asked[] => all.toReversed(),
    async ask(wanted: Wanted, form: string): Promise<string | undefined> {
      const { asking, draft, quote, hopeless } = await quotedFor(wanted);
      if (hopeless !== undefined) {
        return undefined;
      }
      const request = settledOrNot(draft, { quote, policyFor });
      if (request === undefined) {
        return undefined;
      }
      const signed = signRequest('question', request, asking.secretKey);
      const { id, sites } = request;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // Kept before it is sent, so that it can be sent again as it is, for no second charge.
      writeTextFile(join(folder, `${id}.jws`), `${signed}\n`);
      const send: Begun['ask'] = async (tell) => ownReply(await client.ask(signed, tell), request, policyFor);
      all.push(begin({ id, wanted, form, sites, ask: send }, (reply) => keep(id, reply)));
      return id;
    },
  };
}

/** The request to sign; `undefined` where there is none, and the page that prices it again says why. */
function settledOrNot(...[draft, settling]: Parameters<typeof settle>): Request | undefined {
  try {
    return settle(draft, settling);
  } catch (error) {
    if (isSfumatoError(error, 'request-invalid')) {
      return undefined;
    }
    throw error;
  }
}
