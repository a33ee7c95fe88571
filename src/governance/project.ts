import { z } from 'zod';
import { Id, PublicKey, PurposeClass } from '../contract/index.ts';

/** One person's key in a project, and which agreement that person has signed. */
export const Member = z.strictObject({
  person: Id,
  key: PublicKey,
  signedAgreement: Id.optional(),
});
export type Member = z.infer<typeof Member>;

/** What a project may ask here: the body of a `project` record. */
export const Project = z.strictObject({
  id: Id,
  purpose: z.string().min(3).max(400),
  /** What a record that doesn't say is for: research. */
  purposeClass: PurposeClass.default('research'),
  /** Only these fields can be queried in the project. */
  fields: z.array(z.string()).min(1),
  members: z.array(Member).min(1),
  /** The agreement in force; members who haven't signed it are refused. */
  agreement: Id,
});
export type Project = z.infer<typeof Project>;
