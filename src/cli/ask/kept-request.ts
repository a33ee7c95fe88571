import { canonicalJson, printableCell, SfumatoError } from '../../base/index.ts';
import { type Request, readRequest } from '../../contract/index.ts';
import { publicKeyText } from '../../node/index.ts';
import { readTextFile } from '../files/read-text.ts';
import type { Asking } from './compose.ts';
import type { Signed } from './followed.ts';

/**
 * A signed request that was kept in a file, to be sent again as it is. @throws SfumatoError `request-invalid` when the file holds
 * none, one that says something else than `asking` names, or one whose signature doesn't hold.
 */
export function keptRequest(file: string, asking: Asking): Signed {
  const text = readTextFile(file, 'signed request').trim();
  const read = readRequest('question', text);
  if (read === undefined) {
    throw new SfumatoError(
      'request-invalid',
      `${printableCell(file)} does not hold a signed request; name another file.`,
    );
  }
  const { request: kept } = read;
  const differing = differingIn(kept, asking);
  if (differing.length > 0) {
    throw new SfumatoError(
      'request-invalid',
      `${file} holds a request with another ${differing.join(' and another ')}; name another file, or ask as it was signed.`,
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

/** What a request that was signed says otherwise than is asked now. What was filled in when it was signed may be left out now. */
function differingIn(kept: Request, { draft, project, secretKey, sites, minSites, total }: Asking): readonly string[] {
  const { accuracy: _, ...asked } = draft;
  const query = { blocks: kept.query.blocks, epsilon: kept.query.epsilon, ...asked };
  const named = [...new Set(sites ?? kept.sites)].sort();
  const isOtherKind = (kept.release === 'total') !== (total !== undefined);
  const differs: Readonly<Record<string, boolean>> = {
    question: canonicalJson(query) !== canonicalJson(kept.query),
    project: project !== kept.project,
    key: publicKeyText(secretKey) !== kept.key,
    'list of --sites': canonicalJson(named) !== canonicalJson(kept.sites),
    'number of --min-sites': (minSites ?? kept.minSites) !== kept.minSites,
    'choice of --total': isOtherKind,
    'number of --attempts': !isOtherKind && (total?.maxAttempts ?? 1) !== kept.maxAttempts,
  };
  return Object.keys(differs).filter((what) => differs[what]);
}
