import {
  bytesToHex,
  type Clock,
  type Entropy,
  LIMITS,
  randomBytes,
  randomId,
  sha256,
  toBase64Url,
  utf8ToBytes,
} from '../../base/index.ts';
import { createEnded } from './ended.ts';
import type { Session, SignedIn } from './session.ts';

const SECRET_BYTES = 32;

/** Who is signed in, in memory: a restart signs everybody out. Of a session's secret only the hash is kept. */
export interface Sessions {
  /** Signs a person in; gives the secret for the cookie. A person's oldest session ends when they have too many. */
  begin(signedIn: SignedIn): string;
  /** Whose secret this is; counts as use. */
  find(secret: string): Session | undefined;
  /** Whether this was the secret of a session that ended, other than by its person’s signing out there; for as long as a session lasts at most. */
  hasEnded(secret: string): boolean;
  /** Two factors were shown again, so long ago: the session goes on under another secret, until its first absolute end. */
  renew(secret: string, strongAgeMs: number): string | undefined;
  end(secret: string): void;
  /** Ends the session with that handle; gives whose it was. */
  endNamed(handle: string): string | undefined;
  /** Ends all sessions of a person; gives how many there were. */
  endAllOf(person: string): number;
  list(): readonly Session[];
}

interface Held {
  readonly person: string;
  readonly method: SignedIn['method'];
  readonly handle: string;
  readonly beganAt: number;
  readonly strongAt: number | undefined;
  usedAt: number;
}

/** Sessions by a clock that never goes back, so that no change of the time revives one. */
export function createSessions({ clock, entropy }: { readonly clock: Clock; readonly entropy: Entropy }): Sessions {
  const held = new Map<string, Held>();
  const now = (): number => clock.monotonicMs();
  const ended = createEnded(now);
  const sweep = (): void => {
    for (const [hash, one] of held) {
      if (now() - one.usedAt >= LIMITS.sessionIdleMs || now() - one.beganAt >= LIMITS.sessionMsMax) {
        close(hash, one);
      }
    }
  };
  const close = (hash: string, { person }: Held): void => {
    held.delete(hash);
    ended.note(hash, person);
  };
  const keep = (session: Held): string => {
    const secret = toBase64Url(randomBytes(entropy, SECRET_BYTES));
    held.set(hashOf(secret), session);
    return secret;
  };
  const seen = ({ person, method, handle, beganAt, strongAt }: Held): Session => ({
    person,
    method,
    handle,
    strongAtMs: strongAt === undefined ? undefined : clock.wallMs() - (now() - strongAt),
    ageMs: now() - beganAt,
  });
  return Object.freeze({
    begin({ person, method, strongAgeMs }) {
      sweep();
      for (const [hash, one] of tooMany(held, person)) {
        close(hash, one);
      }
      const strongAt = strongAgeMs === undefined ? undefined : now() - strongAgeMs;
      return keep({ person, method, handle: randomId(entropy), beganAt: now(), usedAt: now(), strongAt });
    },
    find(secret) {
      sweep();
      const one = held.get(hashOf(secret));
      if (one === undefined) {
        return undefined;
      }
      one.usedAt = now();
      return seen(one);
    },
    hasEnded(secret) {
      sweep();
      return ended.has(hashOf(secret));
    },
    renew(secret, strongAgeMs) {
      sweep();
      const before = held.get(hashOf(secret));
      if (before === undefined) {
        return undefined;
      }
      held.delete(hashOf(secret));
      return keep({ ...before, usedAt: now(), strongAt: now() - strongAgeMs });
    },
    end: (secret) => void held.delete(hashOf(secret)),
    endNamed(handle) {
      sweep();
      const [found] = [...held].filter(([, { handle: its }]) => its === handle);
      if (found !== undefined) {
        close(...found);
      }
      return found?.[1].person;
    },
    endAllOf(person) {
      sweep();
      const theirs = [...held].filter(([, one]) => one.person === person);
      for (const one of theirs) {
        close(...one);
      }
      return theirs.length;
    },
    list() {
      sweep();
      return [...held.values()].map(seen);
    },
  } satisfies Sessions);
}

/** The oldest sessions of a person that leave no room for one more. */
function tooMany(held: ReadonlyMap<string, Held>, person: string): readonly (readonly [string, Held])[] {
  const theirs = [...held].filter(([, one]) => one.person === person).sort(([, a], [, b]) => a.beganAt - b.beganAt);
  return theirs.slice(0, Math.max(0, theirs.length - LIMITS.sessionsPerPersonMax + 1));
}

/** Looked up by its hash, a guess tells nothing by the time that comparing takes. */
function hashOf(secret: string): string {
  return bytesToHex(sha256(utf8ToBytes(`sfumato/session/v1\n${secret}`)));
}
