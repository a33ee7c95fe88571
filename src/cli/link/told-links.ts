import { moreOf } from '../../base/index.ts';
import type { MessageFault, RelayState } from '../../link/index.ts';
import type { Shell } from '../shell.ts';

const KEYS_TOLD_MAX = 10;

/**
 * Tells the operator of refused messages: the first of each kind, then every hundredth, so that a flood fills no log; and of the
 * first few keys that nobody here knows, so that who calls in and isn't enrolled yet can be found. A message names no sender.
 */
export function tellRefused({ terminal }: Pick<Shell, 'terminal'>): (fault: MessageFault, claimedKey?: string) => void {
  const counts = new Map<MessageFault, number>();
  const told = new Set<string>();
  return (fault, claimedKey) => {
    const count = (counts.get(fault) ?? 0) + 1;
    counts.set(fault, count);
    const isNew = claimedKey !== undefined && !told.has(claimedKey) && told.size < KEYS_TOLD_MAX;
    if (isNew) {
      told.add(claimedKey);
    }
    if (count % 100 === 1 || isNew) {
      const by =
        claimedKey === undefined
          ? ''
          : `, said to be signed with the key ${claimedKey}, which is in the public text of its party`;
      terminal.note(`A message was refused (${fault}${by}); ${count} of this kind since the start.`);
    }
  };
}

interface Relay {
  readonly url: string;
  readonly party: string;
  /** What went wrong, if something did. */
  readonly error?: unknown;
}

/** What a site's operator reads when it stands otherwise to its relay. */
export function relaySentence(state: RelayState, { url, party, error }: Relay): string {
  const more = moreOf(error, { url, trust: '`certificates`' });
  switch (state) {
    case 'refused':
      return `The relay at ${url} refuses this site’s messages: compare each side’s fingerprint with what the other has enrolled (\`sfumato link show\`), and the clocks.`;
    case 'another':
      return `What answers at ${url} is not ${party}, or could not answer: look at the address, and ask its people whether they have a new key.`;
    case 'unreachable':
      return `The relay at ${url} does not answer yet; this site goes on calling it.${more}`;
    case 'lost':
      return `The relay at ${url} is lost.${more}`;
    default:
      return `The relay at ${url} is ${state}.`;
  }
}

/** What a coordinator's operator reads when a second process calls in for a site, and when there is one again. */
export function doubledSentence(site: string, isDoubled: boolean): string {
  return isDoubled
    ? `Two processes call in as ${site}: a copy of that site runs beside it, and a question may reach both. Have its people stop the one that is not to go on (\`sfumato status\` at each); no other site is concerned.`
    : `One process calls in as ${site} again.`;
}
