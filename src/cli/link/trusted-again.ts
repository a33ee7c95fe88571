import type { PeerRecord } from '../../link/index.ts';

/** What a party's operator reads at a start where an older `peers.txt` was put back, so that nobody is trusted again unsaid. */
export function trustedAgain({ party, fingerprint }: PeerRecord): string {
  return `Warning: peers.txt names ${party} again under ${fingerprint}, which was forgotten or replaced here before; it is trusted from this start on, and that is on record. If nobody meant it, as where an older file was restored: \`sfumato link forget ${party}\`, and start again.`;
}
