import { expect, it } from 'vitest';
import type { Action } from '../../src/contract/index.ts';
import { type Decisions, noDecisions } from '../../src/governance/decisions.ts';
import { impossible } from '../../src/governance/impossible.ts';

const policy = (name: string) => ({ name, deidentification: 'd'.repeat(64), disclosure: name.padEnd(64, '0') });
const [NOW, OTHER] = [policy('rules@1.0.0'), policy('rules@1.1.0')];

/** A site that works under `NOW`, where these were approved, the last one last. */
function site(...approved: readonly ReturnType<typeof policy>[]): Decisions {
  const policies = approved.map((one) => ({ ...one, tightening: false, snapshots: 1 }));
  return { ...noDecisions(), policies, seen: { policy: NOW, snapshots: 1 } };
}

function wanted(body: ReturnType<typeof policy>): Action {
  const common = {
    version: 1,
    id: '0'.repeat(32),
    site: 'harbour',
    reason: 'The bound was a mistake.',
    expires: 1,
  } as const;
  return { ...common, kind: 'policy', body };
}

it('a policy that is in force is not brought into force again, unless that takes back another that waits', () => {
  expect(impossible(wanted(NOW), site())?.code).toBe('policy-in-force');
  expect(impossible(wanted(NOW), site(OTHER, NOW))?.code).toBe('policy-in-force');
  expect(impossible(wanted(NOW), site(OTHER))).toBeUndefined();
  expect(impossible(wanted(OTHER), site(OTHER, NOW))).toBeUndefined();
});
