import { z } from 'zod';
import { fromBase64, LIMITS } from '../../base/index.ts';
import { SignedAction } from '../../contract/index.ts';

const Count = z.int().nonnegative();
const Hash = z.string().refine((text) => fromBase64(text)?.length === 32, { message: 'a hash in base64' });
const NoteText = z.string().min(1).max(LIMITS.checkpointBytesMax);

/** A log asks for the last checkpoint that the witness co-signed for it. */
export const LatestInput = z.strictObject({ origin: z.string().min(1).max(200) });

/** The note that the witness keeps, with its co-signature; `null` when it never saw one. */
export const LatestReply = z.strictObject({ note: NoteText.nullable() });
export type LatestReply = z.infer<typeof LatestReply>;

/** A log hands in a checkpoint (as C2SP tlog-witness has it): the size of the last one, and the proof from there. */
export const AddInput = z.strictObject({
  old: Count,
  proof: z.array(Hash).max(64),
  note: NoteText,
  /** Two people of the site say that the log lost what the witness saw, and goes on from an earlier size. */
  recovery: SignedAction.optional(),
});
export type AddInput = z.infer<typeof AddInput>;

/** `cosigned`: the line to add to the note. `conflict`: `old` is not the size of what the witness keeps, which is `note`. */
export const AddReply = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('cosigned'), note: NoteText }),
  z.strictObject({ state: z.literal('conflict'), note: NoteText.nullable() }),
  z.strictObject({
    state: z.literal('refused'),
    why: z.enum(['malformed', 'unknown-log', 'bad-signature', 'inconsistent', 'recovery-invalid', 'too-often']),
  }),
]);
export type AddReply = z.infer<typeof AddReply>;
