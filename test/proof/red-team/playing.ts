import { beforeAll, describe, expect, it } from 'vitest';
import { formatEpsilon } from '../../../src/privacy/index.ts';
import { ALL_ATTACKS } from '../attacks/names.table.ts';
import { type Attack, played, type Success, verdictOf } from '../support/attack.ts';
import { expectDocumented, expectListed, percent } from '../support/figures.ts';

// Every attack is played against the product's own parts, and against a build from which the defence was taken. The rule: the
// share of right guesses may not lie beyond the limit, and must reach what the best attacker of that knowledge reaches; the build
// without the defence must lie beyond the limit, or the attack shows nothing. Bounds are Clopper's and Pearson's at 99.9 %.

/** The tests of one part of the red team. */
export function plays(names: readonly string[], gather: () => Promise<readonly Attack[]>): void {
  const attacks = new Map<string, Attack>();
  beforeAll(async () => {
    for (const attack of await gather()) {
      attacks.set(attack.name, attack);
    }
  });

  describe('the red team', () => {
    it.each(names)('%s', async (name) => {
      const attack = attacks.get(name)!;
      const finding = await played(attack);
      expect(formatEpsilon(finding.spentNano)).toBe(attack.epsilon);
      const { knowledge, questions, epsilon, trials, limit, predicted, arm } = attack;
      expectDocumented('attacks', [
        ...[name, knowledge, questions, epsilon, trials.toLocaleString('en')],
        ...[withBounds(finding.success), percent(limit), percent(predicted)],
        ...[`${arm.build}: ${percent(finding.arm.share)} of ${arm.trials}`, verdictOf(finding)],
      ]);
      expect({ ...finding, verdict: verdictOf(finding) }).toEqual({ ...finding, verdict: 'holds' });
    });

    it('has all its attacks in the list, and in the document', () => {
      expect([...attacks.keys()]).toEqual(names);
      expectListed('attacks', ALL_ATTACKS);
    });
  });
}

function withBounds({ share, lower, upper }: Success): string {
  return `${percent(share)} (${percent(lower)} to ${percent(upper)})`;
}
