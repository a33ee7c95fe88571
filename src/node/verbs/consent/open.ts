import { type ConsentFile, openConsent } from '../../../warehouse/index.ts';
import type { NodeContext } from '../../context.ts';

/** The site's consent file, held against what the journal knows of it. @throws SfumatoError as `openConsent`. */
export function siteConsent({ folder, keys, entropy, consents }: NodeContext): ConsentFile {
  return openConsent({
    folder,
    key: keys.seal.current(),
    formerKeys: keys.seal.all(),
    entropy,
    expected: consents.last(),
  });
}
