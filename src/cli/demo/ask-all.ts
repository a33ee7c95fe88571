import { systemFetch } from '../../base/index.ts';
import { federationClient } from '../../client/index.ts';
import { signRequest } from '../../contract/index.ts';
import { readKeyFile } from '../../node/index.ts';
import { type Asking, composeDraft, settle } from '../ask/compose.ts';
import { answerText } from '../ask/show.ts';
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
  const client = federationClient({ url, fetch: systemFetch });
  const secretKey = readKeyFile(folders.analystKey, 'analyst');
  const askOne = async (question: DemoQuestion): Promise<Asked> => {
    const asking: Asking = {
      draft: question.draft,
      project: DEMO_PROJECT.id,
      secretKey,
      nowMs: shell.clock.wallMs(),
      entropy: shell.entropy,
    };
    const request = settle(composeDraft(asking, await client.facts()));
    const reply = await client.ask(signRequest('question', request, secretKey));
    say(`\n${question.name} (ε ${question.draft.epsilon})\n\n${answerText(reply, ROWS_MAX)}`);
    return { question, reply };
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
