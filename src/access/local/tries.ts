import { LIMITS } from '../../base/index.ts';
import { createTryMeter } from '../shell/meter.ts';

/** How often one may try to be somebody: so often a person, and so often from one address. */
export interface Tries {
  /** Counts a try, before it is looked at; `false` when there were too many of the person or of the asker. */
  take(person: string, asker: string): Promise<boolean>;
  /** The try was right: the person may err again, and the asker's try doesn't count; their wrong ones still do. */
  right(person: string, asker: string): Promise<void>;
}

/**
 * How often whoever is signed in as a person may show something again, such as a passphrase. Counted apart from tries to sign in: those are
 * anybody's, and must keep nobody who is in from deciding. By person and not by session, so that signing in anew gives no more guesses.
 */
export interface OwnTries {
  /** Counts a try, before it is looked at; `false` when there were too many. */
  take(person: string): Promise<boolean>;
  /** The try was right: the person may err again. */
  right(person: string): Promise<void>;
}

const WINDOW = { tries: LIMITS.signInTries, windowMs: LIMITS.signInWindowMs } as const;

export function createTries(): Tries {
  const [persons, askers] = [createTryMeter(WINDOW), createTryMeter(WINDOW)];
  return Object.freeze({
    async take(person: string, asker: string) {
      // Both are counted, whichever is full: a blocked person costs an asker all the same.
      const [first, second] = await Promise.all([persons.take(person), askers.take(asker)]);
      return first && second;
    },
    async right(person: string, asker: string) {
      await Promise.all([persons.forget(person), askers.giveBack(asker)]);
    },
  });
}

export function createOwnTries(): OwnTries {
  const { take, forget } = createTryMeter(WINDOW);
  return Object.freeze({ take, right: forget });
}
