import { z } from 'zod';
import { RecoveryBody } from '../../contract/index.ts';

/** How a node says that it stands to its witnesses. */
export const WitnessStanding = z.object({
  state: z.enum(['none', 'waiting', 'witnessed', 'halted']),
  sentence: z.string(),
  recovery: RecoveryBody.optional(),
});
export type WitnessStanding = z.infer<typeof WitnessStanding>;
