import { z } from 'zod';
import { Id, PublicKey, Role } from '../contract/index.ts';

/** Somebody who decides at this site, by a key of theirs: the body of a `person` record, and an entry of a configuration. */
export const Person = z.strictObject({
  person: Id,
  key: PublicKey,
  roles: z.array(Role).min(1),
});
export type Person = z.infer<typeof Person>;
