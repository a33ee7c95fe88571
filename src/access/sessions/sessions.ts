import { type Clock, type Entropy, LIMITS, randomId } from '../../base/index.ts';
import { type Held, heldSessions } from './held.ts';
import type { Session, SignedIn } from './session.ts';

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

/** Sessions by a clock that never goes back, so that no change of the time revives one. */
export function createSessions({ clock, entropy }: { readonly clock: Clock; readonly entropy: Entropy }): Sessions {
  const held = heldSessions({ clock, entropy });
  const now = (): number => clock.monotonicMs();
  const seen = ({ person, method, handle, beganAt, strongAt }: Held): Session => {
    const [ageMs, strongAgeMs] = [now() - beganAt, strongAt === undefined ? undefined : now() - strongAt];
    const strongAtMs = strongAgeMs === undefined ? undefined : clock.wallMs() - strongAgeMs;
    return { person, method, handle, strongAtMs, strongAgeMs, ageMs };
  };
  return Object.freeze({
    begin({ person, method, strongAgeMs }) {
      held.end(tooMany(held.all().filter((one) => one.person === person)));
      const strongAt = strongAgeMs === undefined ? undefined : now() - strongAgeMs;
      return held.keep({ person, method, handle: randomId(entropy), beganAt: now(), usedAt: now(), strongAt });
    },
    find(secret) {
      const one = held.of(secret);
      if (one === undefined) {
        return undefined;
      }
      one.usedAt = now();
      return seen(one);
    },
    hasEnded: held.hasEnded,
    renew(secret, strongAgeMs) {
      const before = held.of(secret);
      if (before === undefined) {
        return undefined;
      }
      held.drop(secret);
      return held.keep({ ...before, usedAt: now(), strongAt: now() - strongAgeMs });
    },
    end: held.drop,
    endNamed(handle) {
      const found = held.all().filter((one) => one.handle === handle);
      held.end(found);
      return found[0]?.person;
    },
    endAllOf(person) {
      const theirs = held.all().filter((one) => one.person === person);
      held.end(theirs);
      return theirs.length;
    },
    list: () => held.all().map(seen),
  } satisfies Sessions);
}

/** The oldest sessions of one person that leave no room for one more. */
function tooMany(theirs: readonly Held[]): readonly Held[] {
  const oldestFirst = theirs.toSorted((a, b) => a.beganAt - b.beganAt);
  return oldestFirst.slice(0, Math.max(0, theirs.length - LIMITS.sessionsPerPersonMax + 1));
}
