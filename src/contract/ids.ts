import { z } from 'zod';

/** How a name looks that people give; said to whoever gives one that doesn't. */
export const ID_FORM = '1 to 63 lower-case letters, digits and hyphens, the first no hyphen';

/** A name that people give: of a site, a project, a person, a domain. */
export const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, ID_FORM);

/** An Ed25519 public key, base64url without padding. */
export const PublicKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'a public key, 43 base64url characters as `sfumato keygen --analyst FILE` prints them');

/** A SHA-256, lower-case hex. */
export const Hash = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 has 64 lower-case hex digits');
