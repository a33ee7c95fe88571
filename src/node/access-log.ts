import { z } from 'zod';
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

/** Records of what people on the site were shown. Nothing follows from them; they stand for whoever reads the journal. */
export const accessLog: Fold = Object.freeze({
  kinds: Object.freeze({ reveal: Reveal, read: Read }),
  apply: () => undefined,
});
