import { z } from 'zod';
import type { Fold } from './fold.ts';
import type { Tail } from './tail.ts';

/** The first record of each incarnation of the process: what it found, and what it dropped to go on. */
const EpochBody = z.strictObject({
  previous: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
  dropped: z.strictObject({ file: z.string(), offset: z.int().nonnegative(), bytes: z.int().positive() }).nullable(),
});

/** The journal's own kind; its order is checked by the scan, so nothing is kept of it. */
export const EPOCHS: Fold = Object.freeze({ kinds: Object.freeze({ epoch: EpochBody }), apply: () => undefined });

/** The body of the `epoch` record that follows on `tail`. */
export function epochBody({ epoch, torn }: Tail): z.infer<typeof EpochBody> {
  return { previous: epoch, dropped: torn === undefined || torn.bytes === 0 ? null : { ...torn } };
}
