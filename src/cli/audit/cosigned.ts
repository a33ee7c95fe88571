import { z } from 'zod';
import { parseCheckpoint, parseNote } from '../../base/index.ts';
import type { Fold } from '../../journal/index.ts';

/** What witnesses have co-signed of a journal, as it says itself. */
export interface Cosigned {
  checkpoints: number;
  /** How many records the last of them covers: what comes after, no witness has seen in this journal. */
  records: number;
}

const Noted = z.object({ note: z.string() });

/** Counts the co-signed checkpoints of a journal; the fold that owns them checks each. */
export function cosignedFold(): { readonly fold: Fold; readonly found: Readonly<Cosigned> } {
  const found: Cosigned = { checkpoints: 0, records: 0 };
  const fold: Fold = {
    kinds: {},
    apply: () => undefined,
    follow({ kind, body }) {
      if (kind === 'checkpoint') {
        found.checkpoints += 1;
        found.records = parseCheckpoint(parseNote(Noted.parse(body).note)?.text ?? '')?.size ?? found.records;
      }
    },
  };
  return { fold, found };
}
