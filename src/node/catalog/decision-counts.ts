import { z } from 'zod';
import type { Fold, JournalRecord } from '../../journal/index.ts';

const Refused = z.object({ code: z.string() });

/** How many questions were answered, answered again, and refused with which code, as the journal has them. */
export interface DecisionCounts extends Fold {
  readonly counts: ReadonlyMap<string, number>;
}

/** No decisions yet; it follows the records of others. */
export function createDecisionCounts(): DecisionCounts {
  const counts = new Map<string, number>([
    ['answered', 0],
    ['replayed', 0],
  ]);
  const decisionOf = ({ kind, body }: JournalRecord): string | undefined => {
    switch (kind) {
      case 'commit':
        return 'answered';
      case 'replay':
        return 'replayed';
      case 'refuse':
        return Refused.parse(body).code;
      default:
        return undefined;
    }
  };
  return Object.freeze({
    kinds: Object.freeze({}),
    apply: () => undefined,
    follow(record: JournalRecord) {
      const decision = decisionOf(record);
      if (decision !== undefined) {
        counts.set(decision, (counts.get(decision) ?? 0) + 1);
      }
    },
    counts,
  } satisfies DecisionCounts);
}
