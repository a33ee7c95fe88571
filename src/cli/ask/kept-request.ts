import { canonicalJson, SfumatoError } from '../../base/index.ts';
import { readRequest } from '../../contract/index.ts';
import { publicKeyText } from '../../node/index.ts';
import { readTextFile } from '../load.ts';
import type { Asking } from './compose.ts';
import type { Signed } from './followed.ts';

/**
 * A signed request that was kept in a file, to be sent again as it is. @throws SfumatoError `request-invalid` when the file holds
 * none, one for another question, project or key than `asking` names, or one whose signature doesn't hold.
 */
export function keptRequest(file: string, { draft, project, secretKey }: Asking): Signed {
  const text = readTextFile(file, 'signed request').trim();
  const read = readRequest('question', text);
  if (read === undefined) {
    throw new SfumatoError('request-invalid', `${file} does not hold a signed request; name another file.`);
  }
  const { request: kept } = read;
  const { accuracy: _, ...asked } = draft;
  // Blocks and ε may have been filled in when it was signed.
  const same =
    canonicalJson({ blocks: kept.query.blocks, epsilon: kept.query.epsilon, ...asked }) === canonicalJson(kept.query);
  if (!same || kept.project !== project || kept.key !== publicKeyText(secretKey)) {
    throw new SfumatoError(
      'request-invalid',
      `${file} holds a request for another question, project or key; name another file.`,
    );
  }
  // No site answers it, however often it is sent.
  if (!read.signed()) {
    throw new SfumatoError(
      'request-invalid',
      `The signature in ${file} is damaged; restore the file, or name another to ask anew, which may cost ε again.`,
    );
  }
  return { request: kept, signed: text };
}
