import { z } from 'zod';
import { Role } from '../contract/index.ts';

const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

/** Somebody who decides at this site, by a key of theirs: the body of a `person` record, and an entry of a configuration. */
export const Person = z.strictObject({
  person: Id,
  key: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'a public key has 43 base64url characters'),
  roles: z.array(Role).min(1),
});
export type Person = z.infer<typeof Person>;
