import { z } from 'zod';

/** One line of the owner's reply to a verb: any number of `progress`, then one `result` or `error`. */
export const Line = z.union([
  z.strictObject({ progress: z.unknown() }),
  z.strictObject({ result: z.unknown() }),
  z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) }),
]);
export type Line = z.infer<typeof Line>;
