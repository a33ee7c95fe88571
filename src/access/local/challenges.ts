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

/** What a challenge is for: one for one thing is none for another. */
export type ChallengePurpose = 'sign-in' | 'step-up' | 'enrol';

/** Challenges that were given to browsers and not answered yet; each is good once, for minutes, for the browser that got it. */
export interface Challenges {
  give(purpose: ChallengePurpose, browser: string): Uint8Array;
  /** The challenge that was given, base64url; afterwards it is gone. */
  take(purpose: ChallengePurpose, browser: string): string | undefined;
}

export function createChallenges({ clock, entropy }: { readonly clock: Clock; readonly entropy: Entropy }): Challenges {
  const open = new Map<string, { readonly challenge: string; readonly untilMs: number }>();
  return Object.freeze({
    give(purpose, browser) {
      const challenge = randomBytes(entropy, 32);
      const key = keyOf(purpose, browser);
      open.delete(key);
      open.set(key, { challenge: toBase64Url(challenge), untilMs: clock.monotonicMs() + LIMITS.challengeMs });
      // A map keeps its order: the first is the oldest.
      for (const oldest of open.size > LIMITS.challengesMax ? [...open.keys()].slice(0, 1) : []) {
        open.delete(oldest);
      }
      return challenge;
    },
    take(purpose, browser) {
      const given = open.get(keyOf(purpose, browser));
      open.delete(keyOf(purpose, browser));
      return given !== undefined && clock.monotonicMs() < given.untilMs ? given.challenge : undefined;
    },
  } satisfies Challenges);
}

function keyOf(purpose: ChallengePurpose, browser: string): string {
  return `${purpose} ${bytesToHex(sha256(utf8ToBytes(browser)))}`;
}
