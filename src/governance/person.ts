import { z } from 'zod';
import { Id, PublicKey, Role } from '../contract/index.ts';

/** Somebody who decides at this site, by a key of theirs: the body of a `person` record, and an entry of a configuration. */
export const Person = z.strictObject({
  person: Id,
  key: PublicKey,
  roles: z.array(Role).min(1),
  /** Of an officer of another site: which. Such a person sees public facts only, and never decides alone. */
  site: Id.optional(),
});
export type Person = z.infer<typeof Person>;
