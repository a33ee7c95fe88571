import { createStretch, freshTotpSecret, type PeopleFolder, sealKey, setUpSignIn } from '../../access/index.ts';
import { assert, type Entropy, randomBytes, randomId } from '../../base/index.ts';
import { peopleOf } from '../../node/index.ts';
import { loadNodeConfig } from '../load.ts';
import type { Shell } from '../shell.ts';
import type { DemoFolders } from './folders.ts';
import { DEMO_SITES } from './sites.table.ts';

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
    ...{ person, role, secretKey: randomBytes(entropy, 32), totpSecret: freshTotpSecret(entropy) },
    ...{ password: typeable(entropy), passphrase: typeable(entropy) },
  });
  return { mira: made('mira', 'privacy-officer'), noor: made('noor', 'steward') };
}

/** 64 random bits that a person can type. */
function typeable(entropy: Entropy): string {
  return randomId(entropy)
    .slice(0, 16)
    .replaceAll(/(.{4})(?=.)/g, '$1-');
}

/** Gives them, at every site, what people have once they have enrolled there: password, codes and a sealed deciding key. */
export async function seatOfficers(shell: Shell, folders: DemoFolders, { mira, noor }: Officers): Promise<void> {
  const sites = DEMO_SITES.map(({ id }) => {
    const { config, folder } = loadNodeConfig(folders.site(id).config);
    return peopleOf(folder, config.site, shell.entropy);
  });
  await Promise.all([mira, noor].map(async (officer) => seat(shell, sites, officer)));
}

async function seat({ entropy }: Shell, sites: readonly PeopleFolder[], officer: Officer): Promise<void> {
  const { person, secretKey, passphrase } = officer;
  const stretch = createStretch();
  const sealed = await sealKey({ owner: person, secretKey, passphrase, stretch, entropy });
  assert(sealed !== undefined, 'nobody else waits for it');
  for (const people of sites) {
    await setUpSignIn(person, { people, stretch, entropy, ...officer });
    people.writeKey(person, sealed);
  }
}
