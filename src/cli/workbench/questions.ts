import { isSfumatoError } from '../../base/index.ts';
import type { FederationClient } from '../../client/index.ts';
import { hopelessOf, type Request, signRequest } from '../../contract/index.ts';
import type { Asked, Quoted, Wanted } from '../../dashboard/index.ts';
import { type Asking, composeDraft, quoteOf, requestToSign, takesOf } from '../ask/compose.ts';
import type { PolicyFor } from '../judge/epsilon.ts';
import { sentQuestions } from './sent-questions.ts';

/** With what questions are asked. */
export interface Questioning {
  readonly client: FederationClient;
  /** Where signed requests, answers and receipts are kept. */
  readonly folder: string;
  readonly project: string;
  readonly askingOf: (wanted: Wanted) => Asking;
  readonly policyFor: PolicyFor;
}

/** Asks questions in the background, and keeps what came of them: in memory for the pages, in files for good. */
export function questions({ client, folder, project, askingOf, policyFor }: Questioning) {
  const sent = sentQuestions(folder, { client, project, policyFor });
  const drafted = async (wanted: Wanted) => {
    const [asking, facts] = [askingOf(wanted), await client.facts()];
    return { asking, facts, draft: composeDraft(asking, facts) };
  };
  type Drafted = Awaited<ReturnType<typeof drafted>>;
  const quotedFor = async ({ draft, asking, facts }: Drafted): Promise<Quoted> => {
    const quote = await quoteOf(draft, asking, { client });
    return { quote, hopeless: hopelessOf(quote, takesOf(draft, facts)) };
  };
  return {
    async quote(wanted: Wanted): Promise<Quoted> {
      const one = await drafted(wanted);
      const { quote, hopeless } = await quotedFor(one);
      if (hopeless === undefined) {
        // What couldn't be signed is said here, before anybody presses a button.
        requestToSign(one.draft, { quote, policyFor });
      }
      return { quote, hopeless };
    },
    /** The latest first. */
    asked: (): readonly Asked[] => sent.asked(),
    sendAgain: sent.sendAgain,
    letGo: sent.letGo,
    async ask(wanted: Wanted, form: string): Promise<string | undefined> {
      const one = await drafted(wanted);
      const { asking, draft } = one;
      // Before its price: what was charged for it may be all that there was.
      const before = sent.sameTotal(draft, asking.nowMs);
      if (before !== undefined) {
        return before;
      }
      const { quote, hopeless } = await quotedFor(one);
      const request = hopeless === undefined ? settledOrNot(draft, { quote, policyFor }) : undefined;
      if (request === undefined) {
        return undefined;
      }
      const same = sent.sameTotal(request, asking.nowMs);
      if (same !== undefined) {
        return same;
      }
      sent.send({ request, signed: signRequest('question', request, asking.secretKey) }, { wanted, form });
      return request.id;
    },
  };
}

/** The request to sign; `undefined` where there is none, and the page that prices it again says why. */
function settledOrNot(...[draft, settling]: Parameters<typeof requestToSign>): Request | undefined {
  try {
    return requestToSign(draft, settling);
  } catch (error) {
    if (isSfumatoError(error, 'request-invalid')) {
      return undefined;
    }
    throw error;
  }
}
