import { fingerprintOf, type LinkIdentity, type PeerRole, peerOf } from '../../link/index.ts';
import { hasJournal, lacksLinkKeys } from '../../node/index.ts';
import { attempt } from './attempt.ts';
import type { Check } from './check.ts';

/** Whether a party has the keys under which others know it. */
export function linkKeysCheck(folder: string, self: LinkIdentity | string, us: PeerRole): Check {
  const name = 'link keys';
  if (typeof self !== 'string') {
    return {
      name,
      state: 'ok',
      sentence: `Peers know this ${us} under the fingerprint ${fingerprintOf(peerOf(self))}.`,
    };
  }
  const missing = attempt(() => lacksLinkKeys(folder));
  if (typeof missing === 'string') {
    return { name, state: 'failed', sentence: missing };
  }
  // A journal that can't be looked at is there all the same.
  return attempt(() => hasJournal(folder)) !== false
    ? {
        name,
        state: 'failed',
        sentence: `${self} Restore keys/link.key and keys/opening.key from the backup; where there is none the next start makes new ones, and every peer must enrol this ${us} anew.`,
      }
    : { name, state: 'warning', sentence: 'There are none yet; `sfumato link show` or the first start makes them.' };
}
