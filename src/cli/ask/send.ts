import { isSfumatoError, SfumatoError } from '../../base/index.ts';
import type { FederatedReply } from '../../contract/index.ts';
import type { Shell } from '../shell.ts';
import { type Following, followed, type Signed } from './followed.ts';
import type { KeptTotal } from './kept-total.ts';

/** A signed request, and where it is kept. */
export interface Sending {
  readonly one: Signed;
  /** The file that the asker named for it. */
  readonly file: string | undefined;
  readonly kept?: KeptTotal | undefined;
}

/** Sends a signed request. Where the answer to one for a total doesn't arrive it is said where that lies, as another would be charged anew. */
export async function send(shell: Shell, following: Following, { one, file, kept }: Sending): Promise<FederatedReply> {
  const place = file ?? kept?.file;
  const reply = await followed(shell, following, one).catch((error: unknown) => {
    throw isSfumatoError(error) && one.request.release === 'total' && place !== undefined
      ? new SfumatoError(
          error.code,
          `${error.message} The request is kept in ${place}: the same command sends it again.`,
          {
            cause: error,
          },
        )
      : error;
  });
  kept?.settle(reply);
  return reply;
}
