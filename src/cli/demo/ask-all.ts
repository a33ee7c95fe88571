import type { FederationClient } from '../../client/index.ts';
import { signRequest } from '../../contract/index.ts';
import { readKeyFile } from '../../node/index.ts';
import { type Asking, composeDraft, requestToSign } from '../ask/compose.ts';
import { answerText } from '../ask/show.ts';
import { ownReply } from '../judge/reply.ts';
import { coordinatorClient } from '../link/coordinator-client.ts';
import { documentsByName } from '../policy/policy-documents.ts';
import type { Shell } from '../shell.ts';
import type { Asked } from './document.ts';
import type { DemoFolders } from './folders.ts';
import { DEMO_QUESTIONS, type DemoQuestion, META_QUESTION, UNTIL_REFUSED } from './questions.table.ts';
import { DEMO_PROJECT } from './sites.table.ts';

/** How many cells of a table are shown; the document of `--json` has all. */
const ROWS_MAX = 12;

/** Whom to ask, and where to tell the answers. */
interface AskAll {
  readonly folders: DemoFolders;
  readonly url: string;
  readonly say: (text: string) => void;
}

/** Asks the demonstration's questions, then more until a site's budget refuses. */
export async function askAll(shell: Shell, { folders, url, say }: AskAll): Promise<readonly Asked[]> {
  const client = coordinatorClient(url);
  const secretKey = readKeyFile(folders.analystKey, 'analyst');
  const ask = asker(shell, { client, secretKey, project: DEMO_PROJECT.id });
  const askOne = async (question: DemoQuestion): Promise<Asked> => {
    const asked = await ask(question);
    say(`\n${question.name} (ε ${question.draft.epsilon})\n\n${answerText(asked.reply, ROWS_MAX)}`);
    return asked;
  };
  const asked: Asked[] = [];
  for (const question of [...DEMO_QUESTIONS, META_QUESTION]) {
    asked.push(await askOne(question));
  }
  for (const question of UNTIL_REFUSED) {
    const next = await askOne(question);
    asked.push(next);
    if (next.reply.sites.some(({ state }) => state === 'out-of-budget')) {
      break;
    }
  }
  return asked;
}

interface Asker extends Pick<Asking, 'secretKey' | 'project'> {
  readonly client: FederationClient;
}

/** Somebody who asks in a project: all sites, unless some are named. */
export function asker({ clock, entropy }: Shell, { client, secretKey, project }: Asker) {
  const policyFor = documentsByName([]);
  return async (question: DemoQuestion, sites?: readonly string[]): Promise<Asked> => {
    const asking: Asking = {
      draft: question.draft,
      project,
      secretKey,
      nowMs: clock.wallMs(),
      entropy,
      ...(sites === undefined ? {} : { sites }),
    };
    const request = requestToSign(composeDraft(asking, await client.facts()));
    const reply = await client.ask(signRequest('question', request, secretKey));
    return { question, reply: ownReply(reply, request, policyFor) };
  };
}
