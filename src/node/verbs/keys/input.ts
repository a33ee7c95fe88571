import { z } from 'zod';
import { SfumatoError } from '../../../base/index.ts';

/** Why a key is rotated or destroyed; recorded. */
export const KeyReason = z.string().min(10).max(400);

/** Reads what a person asked of a key. @throws SfumatoError `wrong-use`. */
export function parseKeyInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    throw new SfumatoError(
      'wrong-use',
      'Name a key (seal or checkpoint), where it is to be destroyed its id as `sfumato keys show` lists it, and a reason of 10 to 400 characters.',
    );
  }
  return parsed.data;
}
