import { existsSync } from 'node:fs';
import { join, parse } from 'node:path';
import { canonicalJson, hashText, isSfumatoError, SfumatoError } from '../../base/index.ts';
import { type DraftRequest, type FederatedReply, isSpent } from '../../contract/index.ts';
import { readTextFile } from '../files/read-text.ts';
import { writeTextFile } from '../files/write-text.ts';
import type { Shell } from '../shell.ts';
import { shownTime } from '../terminal/shown-time.ts';
import type { Asking } from './compose.ts';
import type { Signed } from './followed.ts';
import { keptRequest } from './kept-request.ts';

/** How much of a digest names a file. */
const NAME_LENGTH = 8;

/** Where the signed request of a total is kept that the asker names no file for: the same question, sites and terms have the same one. */
export interface KeptTotal {
  readonly file: string;
  /** What lies there and is still to be answered; `undefined` where nothing does. */
  find(): Signed | undefined;
  /** Keeps a request before it is sent. @throws SfumatoError `file-unwritable`. */
  keep(one: Signed): void;
  /** Says that a request stays where it is told that no total can come of it any more. */
  settle(reply: FederatedReply): void;
}

/**
 * A total has no stored answer that would serve another request for it, so that only the very request that was signed is free to send again:
 * it is kept beside its question, and sent again by whoever asks the same before it runs out.
 */
export function keptTotal(
  { terminal }: Pick<Shell, 'terminal'>,
  { question, draft, asking }: { readonly question: string; readonly draft: DraftRequest; readonly asking: Asking },
): KeptTotal {
  const file = fileOf(question, draft);
  return {
    file,
    find() {
      const kept =
        existsSync(file) && readTextFile(file, 'signed request') !== '' ? keptRequest(file, asking) : undefined;
      if (kept === undefined || kept.request.expires <= asking.nowMs) {
        return undefined;
      }
      terminal.note(
        `sfumato: The request of this total that is kept in ${file} is sent again, and ${kept.request.maxAttempts > 1 ? 'no attempt' : 'nothing'} is charged twice for it. Remove the file to sign another, which is charged anew.`,
      );
      return kept;
    },
    keep({ signed, request }) {
      try {
        writeTextFile(file, `${signed}\n`);
      } catch (cause) {
        if (isSfumatoError(cause, 'file-unwritable')) {
          const sentence = `The signed request of a total is kept before it is sent, and ${file} could not be written; name a file for it with --request.`;
          throw new SfumatoError('file-unwritable', sentence, { cause });
        }
        throw cause;
      }
      const until = shownTime(request.expires);
      terminal.note(
        `sfumato: The signed request is kept in ${file}. The same command sends it again until ${until} UTC, for no second charge${request.maxAttempts > 1 ? ' of any attempt' : ''}.`,
      );
    },
    settle(reply) {
      // That sites declined, and no more, is the coordinator's word: a site's receipt shows one refusal of the request, not that no attempt at it
      // was charged. Another request is charged anew, so only the asker lets go of it.
      if (isSpent(reply)) {
        terminal.note(
          `sfumato: The signed request stays in ${file}, because nothing shows that it wasn’t charged. The same command sends it again; remove the file to sign another, which is charged anew.`,
        );
      }
    },
  };
}

/** `tumours-1a2b3c4d.jws` beside `tumours.yaml`. */
function fileOf(question: string, { id: _, expires: __, ...asked }: DraftRequest): string {
  const { dir, name } = parse(question);
  const digest = hashText('sfumato/kept-total/v1', canonicalJson(asked));
  return join(dir, `${name}-${digest.slice(0, NAME_LENGTH)}.jws`);
}
