import { type Clock, hasExpired, LIMITS, type PersonKeyFile, SfumatoError } from '../../base/index.ts';

/** A person's key between its passphrase and its being forgotten. */
export interface HeldKey {
  isOpen(): boolean;
  /** Opens it; false for a wrong passphrase. @throws SfumatoError `key-invalid` once it has expired. */
  open(passphrase: string): boolean;
  /** The secret key; counts as use. @throws SfumatoError `key-missing` when it isn't open. */
  use(): Uint8Array;
  forget(): void;
}

interface Held {
  readonly secretKey: Uint8Array;
  usedAt: number;
  readonly stop: AbortController;
}

/** Holds a key as long as it is used: after `LIMITS.sessionIdleMs` without use its bytes are overwritten. */
export function heldKey(file: PersonKeyFile, clock: Clock): HeldKey {
  let held: Held | undefined;
  const forget = (): void => {
    held?.stop.abort();
    held?.secretKey.fill(0);
    held = undefined;
  };
  const current = (): Held | undefined => {
    if (held !== undefined && clock.monotonicMs() - held.usedAt >= LIMITS.sessionIdleMs) {
      forget();
    }
    return held;
  };
  const watch = async (mine: Held): Promise<void> => {
    while (held === mine) {
      await clock.until(mine.usedAt + LIMITS.sessionIdleMs, mine.stop.signal);
      current();
    }
  };
  const open = (passphrase: string): boolean => {
    if (hasExpired(file, clock.wallMs())) {
      throw new SfumatoError(
        'key-invalid',
        `The key expired after ${file.expires}; make another one and have it enrolled.`,
      );
    }
    const opened = file.open(passphrase);
    if (opened === undefined) {
      return false;
    }
    forget();
    held = { secretKey: Uint8Array.from(opened.secretKey), usedAt: clock.monotonicMs(), stop: new AbortController() };
    void watch(held);
    return true;
  };
  return Object.freeze({
    isOpen: () => current() !== undefined,
    open,
    use() {
      const now = current();
      if (now === undefined || hasExpired(file, clock.wallMs())) {
        throw new SfumatoError('key-missing', 'The key is not open; give its passphrase again.');
      }
      now.usedAt = clock.monotonicMs();
      return now.secretKey;
    },
    forget,
  } satisfies HeldKey);
}
