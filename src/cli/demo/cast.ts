import { freshTotpSecret } from '../../access/index.ts';
import { type Entropy, randomBytes, randomId } from '../../base/index.ts';

/** Somebody who decides at all three hospitals, made up for one run: all of it is fresh, and opens nothing anywhere else. */
export interface Officer {
  readonly person: string;
  readonly role: 'privacy-officer' | 'steward';
  readonly secretKey: Uint8Array;
  readonly password: string;
  /** Of the codes, in base32. */
  readonly totpSecret: string;
  /** Opens the deciding key. */
  readonly passphrase: string;
}

/** The two people whom it takes to decide. */
export interface Officers {
  readonly mira: Officer;
  readonly noor: Officer;
}

/** Makes them up. */
export function makeOfficers(entropy: Entropy): Officers {
  const made = (person: string, role: Officer['role']): Officer => ({
    person,
    role,
    secretKey: randomBytes(entropy, 32),
    totpSecret: freshTotpSecret(entropy),
    password: typeable(entropy),
    passphrase: typeable(entropy),
  });
  return { mira: made('mira', 'privacy-officer'), noor: made('noor', 'steward') };
}

/** 64 random bits that a person can type. */
function typeable(entropy: Entropy): string {
  return randomId(entropy)
    .slice(0, 16)
    .replaceAll(/(.{4})(?=.)/g, '$1-');
}
