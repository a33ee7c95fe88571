import type { PeerRole } from '../../link/index.ts';
import { lacksKnownLinkKeys, makeLinkKeys } from '../../node/index.ts';
import type { Shell } from '../shell.ts';

/**
 * Makes a party's link keys where it has none, and says so where it had some that others may know: after that nobody takes its
 * messages until they have enrolled it again.
 */
export function linkKeysIn(
  folder: string,
  us: PeerRole,
  { terminal, entropy }: Pick<Shell, 'terminal' | 'entropy'>,
): readonly string[] {
  const isReplacing = lacksKnownLinkKeys(folder);
  const made = makeLinkKeys(folder, entropy);
  if (isReplacing) {
    terminal.note(
      `keys/link.key or keys/opening.key was missing: new link keys were made; every peer must enrol this ${us} anew (\`sfumato link show\` prints its text), or restore the files from the backup.`,
    );
  }
  return made;
}
