import { type Entropy, LIMITS, randomBytes } from '../../base/index.ts';
import type { OwnTries } from '../local/tries.ts';
import type { PeopleFolder } from './people-folder.ts';
import { openSealedKey, sealKey } from './sealed-key.ts';
import type { Stretch } from './stretch.ts';

/** What deciding keys need. */
export interface KeyParts {
  readonly people: PeopleFolder;
  /** Of passphrases. */
  readonly keyTries: OwnTries;
  readonly stretch: Stretch;
  readonly entropy: Entropy;
}

/** What came of using a deciding key; `used` holds what the work gave. */
export type KeyUse<T> =
  | { readonly state: 'used'; readonly result: T }
  | { readonly state: 'not-right' | 'too-many-tries' | 'busy' | 'no-key' };

/** Whose key, by which passphrase: asked for in a session of that person. */
export interface KeyAsk {
  readonly person: string;
  readonly passphrase: string;
}

/** Opens a person's deciding key for one piece of work, and overwrites it afterwards. */
export async function useDecidingKey<T>(
  { people, keyTries, stretch }: KeyParts,
  { person, passphrase }: KeyAsk,
  work: (secretKey: Uint8Array) => T,
): Promise<KeyUse<T>> {
  const sealed = people.key(person);
  if (sealed === undefined) {
    return { state: 'no-key' };
  }
  if (!(await keyTries.take(person))) {
    return { state: 'too-many-tries' };
  }
  const secretKey = await openSealedKey(sealed, passphrase.slice(0, LIMITS.passwordCharactersMax), stretch);
  if (secretKey === undefined || secretKey === 'busy') {
    return { state: secretKey ?? 'not-right' };
  }
  await keyTries.right(person);
  try {
    return { state: 'used', result: work(secretKey) };
  } finally {
    secretKey.fill(0);
  }
}

/** Makes a person's deciding key and keeps it sealed; an earlier one is gone. `false` when too many wait. */
export async function makeDecidingKey(
  { people, stretch, entropy }: KeyParts,
  person: string,
  passphrase: string,
): Promise<boolean> {
  const secretKey = randomBytes(entropy, 32);
  const text = await sealKey({ owner: person, secretKey, passphrase, stretch, entropy });
  secretKey.fill(0);
  if (text === undefined) {
    return false;
  }
  people.writeKey(person, text);
  return true;
}
