import { createPeopleFolder, type PeopleFolder } from '../access/index.ts';
import type { Entropy } from '../base/index.ts';
import { accessKey } from './keys/access-key.ts';

/** The people of a site's folder who sign in there. */
export function peopleOf(folder: string, site: string, entropy: Entropy): PeopleFolder {
  return createPeopleFolder({ folder, site, key: accessKey(folder, entropy), entropy });
}
