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
import { createEnded } from './ended.ts';
import type { SignedIn } from './session.ts';

const SECRET_BYTES = 32;

/** A session as it is kept; times are those of a clock that never goes back. */
export interface Held {
  readonly person: string;
  readonly method: SignedIn['method'];
  readonly handle: string;
  readonly beganAt: number;
  readonly strongAt: number | undefined;
  usedAt: number;
}

/** The sessions that last, by the hash of their secret; none is given that is too old by now. */
export interface HeldSessions {
  /** Keeps a session; gives the secret for the cookie. */
  keep(session: Held): string;
  /** Whose secret this is. */
  of(secret: string): Held | undefined;
  all(): readonly Held[];
  /** Lets a session go, of which its person knows. */
  drop(secret: string): void;
  /** Ends sessions, which `hasEnded` tells from then on. */
  end(sessions: readonly Held[]): void;
  hasEnded(secret: string): boolean;
}

/** No session yet. */
export function heldSessions({ clock, entropy }: { readonly clock: Clock; readonly entropy: Entropy }): HeldSessions {
  const held = new Map<string, Held>();
  const now = (): number => clock.monotonicMs();
  const ended = createEnded(now);
  const endWhere = (isOver: (one: Held) => boolean): void => {
    for (const [hash, one] of held) {
      if (isOver(one)) {
        held.delete(hash);
        ended.note(hash, one.person);
      }
    }
  };
  const sweep = (): void =>
    endWhere(({ usedAt, beganAt }) => now() - usedAt >= LIMITS.sessionIdleMs || now() - beganAt >= LIMITS.sessionMsMax);
  return Object.freeze({
    keep(session) {
      const secret = toBase64Url(randomBytes(entropy, SECRET_BYTES));
      held.set(hashOf(secret), session);
      return secret;
    },
    of(secret) {
      sweep();
      return held.get(hashOf(secret));
    },
    all() {
      sweep();
      return [...held.values()];
    },
    drop: (secret) => void held.delete(hashOf(secret)),
    end: (sessions) => endWhere((one) => sessions.includes(one)),
    hasEnded(secret) {
      sweep();
      return ended.has(hashOf(secret));
    },
  } satisfies HeldSessions);
}

/** Looked up by its hash, a guess tells nothing by the time that comparing takes. */
function hashOf(secret: string): string {
  return bytesToHex(sha256(utf8ToBytes(`sfumato/session/v1\n${secret}`)));
}
