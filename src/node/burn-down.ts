import { z } from 'zod';
import { type BudgetBackend, MeterId } from '../budget/index.ts';
import type { Fold } from '../journal/index.ts';

const DAY_MS = 86_400_000;

/** What was left on a meter at the end of a day, and what that day took. */
export interface DayLeft {
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  /** In the smallest unit that the site counts in: nano-ε or atto-ρ. */
  readonly left: bigint;
  /** Set aside or written off on that day, whatever was granted on it; in the same unit. */
  readonly spent: bigint;
}

/** How each meter came to be where it is, day by day. */
export interface BurnDown extends Fold {
  /** Days on which something was set aside, written off or granted, the oldest first. */
  daysOf(meter: string): readonly DayLeft[];
}

const Charged = z.object({
  meters: z.array(z.union([MeterId, z.object({ meter: MeterId }).transform(({ meter }) => meter)])),
});
const Granted = z.object({ meter: MeterId });

/** Follows what is spent and granted, and remembers what `budget` has left after it. */
export function createBurnDown(budget: Pick<BudgetBackend, 'left'>): BurnDown {
  const days = new Map<string, DayLeft[]>();
  return Object.freeze({
    kinds: Object.freeze({}),
    apply: () => undefined,
    follow({ kind, wallMs, body }) {
      const touched =
        kind === 'reserve' || kind === 'write-off'
          ? Charged.parse(body).meters
          : kind === 'grant'
            ? [Granted.parse(body).meter]
            : [];
      for (const meter of touched) {
        const [left = 0n] = budget.left([meter]);
        const before = kind === 'grant' ? undefined : days.get(meter)?.at(-1)?.left;
        const spent = before === undefined || before < left ? 0n : before - left;
        remember(days, meter, { day: Math.floor(wallMs / DAY_MS), left, spent });
      }
    },
    daysOf: (meter) => days.get(meter) ?? [],
  } satisfies BurnDown);
}

function remember(days: Map<string, DayLeft[]>, meter: string, now: DayLeft): void {
  const known = days.get(meter) ?? [];
  const last = known.at(-1);
  // A clock that was set back begins no day anew.
  if (last !== undefined && last.day >= now.day) {
    known.splice(-1, 1, { day: last.day, left: now.left, spent: last.spent + now.spent });
  } else {
    known.push(now);
  }
  days.set(meter, known);
}
