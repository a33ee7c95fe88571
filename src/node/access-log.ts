import { z } from 'zod';
import { Id } from '../contract/index.ts';
import type { Fold } from '../journal/index.ts';

/** The body of a `reveal` record: somebody on the site was shown what is sealed otherwise. */
const Reveal = z.strictObject({ what: z.literal('paths of quarantined files') });

/** The body of a `read` record: which verb showed somebody something, by which way, and whether it left as a file. Nothing of what was shown. */
const Read = z.strictObject({
  verb: z.string().max(63),
  via: z.enum(['shell', 'page']),
  exported: z.literal(true).optional(),
});
export type Read = z.infer<typeof Read>;

/** The body of an `access` record: whose way to sign in was changed, or who was signed out; everybody where nobody is named. */
const AccessChange = z.strictObject({
  change: z.enum(['invited', 'reset', 'revoked', 'signed out']),
  person: Id.optional(),
  via: z.enum(['shell', 'page']),
  /** Of a reset or a revocation: how often by then what the person signed in with was taken. What was recorded before there was this lacks it. */
  generation: z.int().positive().optional(),
});
export type AccessChange = z.infer<typeof AccessChange>;

/** The body of a `staging` record: what the next publish begins with was replaced under a policy. Nothing of what went or came. */
const Replaced = z.strictObject({ what: z.literal('staging replaced by what was read anew'), policy: z.string() });

/** What the journal says of who may sign in. */
export interface AccessLog extends Fold {
  /** Whether a person was revoked, and not invited since. */
  readonly isRevoked: (person: string) => boolean;
  /** How often what a person signs in with was taken from them, by a reset or a revocation: their file says of which time it is. */
  readonly generationOf: (person: string) => number;
}

/**
 * Records of what people on the site were shown or replaced, and of who may sign in to do so. What people sign in with stands in their
 * files; that it was taken from somebody counts whatever the files say.
 */
export function createAccessLog(): AccessLog {
  const revoked = new Set<string>();
  const generations = new Map<string, number>();
  return Object.freeze({
    kinds: Object.freeze({ reveal: Reveal, read: Read, access: AccessChange, staging: Replaced }),
    apply({ kind, body }) {
      if (kind !== 'access') {
        return;
      }
      const { change, person, generation } = AccessChange.parse(body);
      if (person !== undefined && generation !== undefined) {
        generations.set(person, generation);
      }
      if (person !== undefined && change === 'revoked') {
        revoked.add(person);
      } else if (person !== undefined && change !== 'signed out') {
        revoked.delete(person);
      }
    },
    isRevoked: (person) => revoked.has(person),
    generationOf: (person) => generations.get(person) ?? 0,
  } satisfies AccessLog);
}
