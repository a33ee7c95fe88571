import { z } from 'zod';
import type { Fold } from '../journal/index.ts';

/** The body of a `reveal` record: somebody on the site was shown what is sealed otherwise. */
const Reveal = z.strictObject({ what: z.literal('paths of quarantined files') });

/** Records of what people on the site were shown. Nothing follows from them; they stand for whoever reads the journal. */
export const accessLog: Fold = Object.freeze({ kinds: Object.freeze({ reveal: Reveal }), apply: () => undefined });
