import { z } from 'zod';
import { Id, PublicKey, PurposeClass } from '../contract/index.ts';

/** One person's key in a project, and which agreement that person has signed where no text of it is on record. */
export const Member = z.strictObject({
  person: Id,
  key: PublicKey,
  /** When the key runs out: milliseconds since 1970-01-01 UTC. */
  expires: z.int().positive().optional(),
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
  /** When it ends: milliseconds since 1970-01-01 UTC; without it, when somebody ends it. */
  ends: z.int().positive().optional(),
  ethics: z.strictObject({ reference: z.string().min(3).max(200), expires: z.int().positive() }).optional(),
});
export type Project = z.infer<typeof Project>;

/** Who ended a project, when (milliseconds since 1970-01-01 UTC) and why. */
export interface ProjectEnd {
  readonly atMs: number;
  readonly by: readonly string[];
  readonly reason: string;
}

/** A project as it stands here. */
export interface KnownProject extends Omit<Project, 'ends' | 'ethics'> {
  readonly ends?: number | undefined;
  readonly ethics?: Project['ethics'] | undefined;
  /** Somebody ended it, for good. */
  readonly ended?: ProjectEnd;
  /** What each member was given as a first cap, where the project was applied for. */
  readonly epsilon?: { readonly project: string; readonly analyst: string };
}

/** Whether nothing is answered in a project any more: somebody ended it, or the last day of its terms is over. */
export function hasEnded({ ended, ends = Number.POSITIVE_INFINITY }: KnownProject, nowMs: number): boolean {
  return ended !== undefined || ends <= nowMs;
}
