import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../base/index.ts';
import type { FederationClient } from '../../client/index.ts';
import { DraftRequest, type FederatedReply, formatReceipts, type Request, receiptsOf } from '../../contract/index.ts';
import type { Asked } from '../../dashboard/index.ts';
import { writeTextFile } from '../files/write-text.ts';
import type { PolicyFor } from '../judge/epsilon.ts';
import { ownReply } from '../judge/reply.ts';
import { begin } from './begun.ts';
import { keptAnswers, letGoFile, type Question } from './kept-answers.ts';

/** What the pages know of a question beside what was signed. */
type About = Pick<Asked, 'wanted' | 'form'>;

/** Signed questions of this session and earlier ones, in a folder and in memory. */
export interface SentQuestions {
  /** The latest first. */
  asked(): readonly Asked[];
  /** Keeps a signed request, and sends it. */
  send(one: { readonly request: Request; readonly signed: string }, about: About): void;
  /** Sends the request of this id as it is, unless its asker has let go of it; false where there is none. */
  sendAgain(id: string): boolean;
  /** Lets go of the request of this id, for good, so that the same total is signed anew, unless somebody has already; false where there is none. */
  letGo(id: string): boolean;
  /**
   * The id of a request for this very total that sites still take and that its asker hasn't let go of; it is sent again where its total
   * isn't there. Another request would be charged anew, also where the coordinator says that no total can come of the first: that is its
   * word alone.
   */
  sameTotal(draft: DraftRequest, nowMs: number): string | undefined;
}

/** Through whom questions of which project are asked, and by which documents their replies are read. */
interface Sending {
  readonly client: FederationClient;
  readonly project: string;
  readonly policyFor: PolicyFor;
}

/** The questions of a project, each sent through `client`. */
export function sentQuestions(folder: string, { client, project, policyFor }: Sending): SentQuestions {
  const all: Question[] = [...keptAnswers(folder, project)];
  const begun = (request: Request, signed: string, about: About): Question => {
    const { id, sites, expires: until } = request;
    const asked = begin(
      { ...about, id, sites, until, ask: async (tell) => ownReply(await client.ask(signed, tell), request, policyFor) },
      (reply) => keep(folder, id, reply),
    );
    return { request, signed, asked };
  };
  const sendAgain = (id: string): boolean => {
    const at = all.findIndex(({ request }) => request.id === id);
    const one = all[at];
    if (one?.asked.until !== undefined && !isUnderWay(one)) {
      const { wanted, form } = one.asked;
      all[at] = begun(one.request, one.signed, { wanted, form });
    }
    return one !== undefined;
  };
  return Object.freeze({
    asked: () => all.map(({ asked }) => asked).reverse(),
    send({ request, signed }, about) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // Kept before it is sent, so that it can be sent again as it is, for no second charge.
      writeTextFile(join(folder, `${request.id}.jws`), `${signed}\n`);
      all.push(begun(request, signed, about));
    },
    sendAgain,
    letGo(id) {
      const at = all.findIndex(({ request }) => request.id === id && request.release === 'total');
      const one = all[at];
      if (one?.asked.until !== undefined && !isUnderWay(one)) {
        writeTextFile(letGoFile(folder, id), '');
        all[at] = { ...one, asked: { ...one.asked, until: undefined, isLetGo: true } };
      }
      return one !== undefined;
    },
    sameTotal(draft, nowMs) {
      const same = all.findLast((one) => one.request.expires > nowMs && isSameTotal(one, draft));
      if (same !== undefined && same.asked.reply?.combined == null) {
        sendAgain(same.request.id);
      }
      return same?.request.id;
    },
  } satisfies SentQuestions);
}

/** Under the id that was signed: whatever a reply calls itself is no name of a file. */
function keep(folder: string, id: string, reply: FederatedReply): void {
  const receipts = receiptsOf(reply);
  writeTextFile(join(folder, `${id}.json`), `${JSON.stringify(reply, null, 2)}\n`);
  if (receipts.length > 0) {
    writeTextFile(join(folder, `${id}.receipts`), formatReceipts(receipts));
  }
}

function isUnderWay({ asked }: Question): boolean {
  return asked.reply === undefined && asked.failed === undefined;
}

/** Whether a request is for the total that a draft is for, and its asker hasn't let go of it. */
function isSameTotal({ request, asked }: Question, draft: DraftRequest): boolean {
  const { release, query } = draft;
  if (release !== 'total' || query.epsilon === undefined || asked.until === undefined) {
    return false;
  }
  const termsOf = (one: DraftRequest): string => {
    // Which way of counting losses an ε was worked out for makes it no other total.
    const { accountant: _, ...terms } = DraftRequest.parse(one);
    return canonicalJson({ ...terms, id: '', expires: 0 });
  };
  return request.release === 'total' && termsOf(request) === termsOf(draft);
}
