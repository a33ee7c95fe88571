import { describe, expect, it } from 'vitest';
import { createBurnDown } from '../../src/node/burn-down.ts';

const DAY_MS = 86_400_000;
const METER = 'project:lung';

/** A fold over records of one meter, each with what the budget has left after it. */
function folded(records: readonly (readonly [kind: string, day: number, left: bigint])[]) {
  let now = 0n;
  const burning = createBurnDown({ left: () => [now] });
  for (const [seq, [kind, day, left]] of records.entries()) {
    now = left;
    const body = kind === 'grant' ? { meter: METER } : { meters: [METER] };
    burning.follow?.({ seq, kind, wallMs: day * DAY_MS, monoMs: 0, actor: 'node', body } as never);
  }
  return burning.daysOf(METER);
}

describe('what was left day by day', () => {
  it('holds what each day took, the first one and what a grant hides included', () => {
    expect(
      folded([
        ['grant', 100, 10n],
        ['reserve', 100, 4n],
        ['reserve', 100, 1n],
        ['grant', 101, 6n],
        ['write-off', 101, 5n],
        ['grant', 102, 2n],
        // A clock that was set back begins no day anew.
        ['reserve', 90, 1n],
      ]),
    ).toEqual([
      { day: 100, left: 1n, spent: 9n },
      { day: 101, left: 5n, spent: 1n },
      { day: 102, left: 1n, spent: 1n },
    ]);
  });
});
