import {
  bytesToHex,
  type Clock,
  type Entropy,
  LIMITS,
  randomBytes,
  sha256,
  toBase64Url,
  utf8ToBytes,
} from '../../base/index.ts';
import { keptOnce } from '../kept-once.ts';

/** What a challenge is for: one for one thing is none for another. */
export type ChallengePurpose = 'sign-in' | 'step-up' | 'enrol';

/** Challenges that were given to browsers and not answered yet; each is good once, for minutes, for the browser that got it. */
export interface Challenges {
  give(purpose: ChallengePurpose, browser: string): Uint8Array;
  /** The challenge that was given, base64url; afterwards it is gone. */
  take(purpose: ChallengePurpose, browser: string): string | undefined;
}

export function createChallenges({ clock, entropy }: { readonly clock: Clock; readonly entropy: Entropy }): Challenges {
  const open = keptOnce<string>(clock, LIMITS.challengeMs);
  return Object.freeze({
    give(purpose, browser) {
      const challenge = randomBytes(entropy, 32);
      open.keep(keyOf(purpose, browser), toBase64Url(challenge));
      return challenge;
    },
    take: (purpose, browser) => open.take(keyOf(purpose, browser)),
  } satisfies Challenges);
}

function keyOf(purpose: ChallengePurpose, browser: string): string {
  return `${purpose} ${bytesToHex(sha256(utf8ToBytes(browser)))}`;
}
