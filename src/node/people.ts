import { createPeopleFolder, type PeopleFolder, type PeopleParts } from '../access/index.ts';
import { accessKey } from './keys/access-key.ts';

/** The people of a site's folder who sign in there; those whom its journal has revoked are none of them, where that is known. */
export function peopleOf(parts: Omit<PeopleParts, 'key'>): PeopleFolder {
  return createPeopleFolder({ ...parts, key: accessKey(parts.folder, parts.entropy) });
}
