import { assert, type Entropy } from '../../base/index.ts';
import type { PeopleFolder } from '../people/people-folder.ts';
import type { Stretch } from '../people/stretch.ts';
import { keepPassword } from './password.ts';

/** What somebody is to sign in with. */
export interface SettingUp {
  readonly people: PeopleFolder;
  readonly stretch: Stretch;
  readonly entropy: Entropy;
  readonly password: string;
  /** Base32, of the codes. */
  readonly totpSecret: string;
}

/** Sets password and codes up for a person who is only made up, and so can't be invited to choose them. */
export async function setUpSignIn(person: string, parts: SettingUp): Promise<void> {
  const { people, stretch, entropy, totpSecret } = parts;
  const password = await keepPassword(parts.password, stretch, entropy);
  assert(password !== undefined, 'nobody else waits for it');
  people.update(person, (before) => ({ ...before, password, totp: { secret: totpSecret, lastStep: 0 } }));
}
