import { createStretch, type PeopleFolder, sealKey, setUpSignIn } from '../../access/index.ts';
import { assert } from '../../base/index.ts';
import { peopleOf } from '../../node/index.ts';
import { loadNodeConfig } from '../files/configuration.ts';
import type { Shell } from '../shell.ts';
import type { Officer, Officers } from './cast.ts';
import type { DemoFolders } from './folders.ts';
import { DEMO_SITES } from './sites.table.ts';

/** Gives both officers, at every site, what people have once they have enrolled there: password, codes and a sealed deciding key. */
export async function seatOfficers(shell: Shell, folders: DemoFolders, { mira, noor }: Officers): Promise<void> {
  const sites = DEMO_SITES.map(({ id }) => {
    const { config, folder } = loadNodeConfig(folders.site(id).config);
    return peopleOf({ folder, site: config.site, entropy: shell.entropy });
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
