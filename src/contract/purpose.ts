import { z } from 'zod';

/**
 * The classes of purposes for which a project may use patients' data, in an order that never changes: the place of a class is
 * its bit in a patient's scope mask, so a new one is added at the end. Modelled on the purposes of secondary use in
 * Regulation (EU) 2025/327, Article 53.
 */
const PURPOSE_CLASSES = ['research', 'quality', 'education', 'public-health', 'product-development'] as const;

/** What kind of purpose a project has: a patient may allow some and not others. */
export const PurposeClass = z.enum(PURPOSE_CLASSES);
export type PurposeClass = z.infer<typeof PurposeClass>;

/** The bit of a class in a scope mask: 1, 2, 4, … */
export function purposeBit(purpose: PurposeClass): number {
  return 2 ** PURPOSE_CLASSES.indexOf(purpose);
}
