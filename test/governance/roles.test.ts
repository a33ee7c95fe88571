import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/base/index.ts';
import { Role } from '../../src/contract/index.ts';
import { coordinatorRouter } from '../../src/coordinator/http/router.ts';
import { type Actor, assertAllowed, mayCall, permissionOf, SHELL } from '../../src/governance/index.ts';
import { PROCEDURE_CELLS, ROLES_VERSION, SEATS, VERB_CELLS } from '../../src/governance/roles.table.ts';
import { witnessRouter } from '../../src/link/witness/router.ts';
import { nodeRouter } from '../../src/node/http/router.ts';
import { LocalVerb } from '../../src/node/index.ts';
import { GOLDEN, GOLDEN_PROCEDURES } from './roles.golden.table.ts';

const NOW = 1_800_000_000_000;
const VERBS = LocalVerb.options;
const PROCEDURES = {
  node: Object.keys(nodeRouter._def.procedures),
  coordinator: Object.keys(coordinatorRouter._def.procedures),
  witness: Object.keys(witnessRouter._def.procedures),
};
const CONDITIONS = {
  never: {},
  stale: { strongAtMs: NOW - LIMITS.freshMs - 1 },
  fresh: { strongAtMs: NOW - LIMITS.freshMs },
  'in the future': { strongAtMs: NOW + 1 },
} as const;

/** What is done somewhere and stands in no table, or the other way round. */
function unlisted(done: readonly string[], listed: Readonly<Record<string, unknown>>): readonly string[] {
  return [
    ...done.filter((name) => !Object.hasOwn(listed, name)),
    ...Object.keys(listed).filter((name) => !done.includes(name)),
  ];
}

function letterOf(verb: string, role: Role): string {
  const at = (condition: keyof typeof CONDITIONS): string =>
    permissionOf(verb, { person: 'mira', roles: [role], via: 'page', ...CONDITIONS[condition] }, NOW);
  const [never, stale, fresh, future] = [at('never'), at('stale'), at('fresh'), at('in the future')];
  if ([never, stale, future].every((one) => one === 'stale') && fresh === 'allowed') {
    return 'f';
  }
  const all = new Set([never, stale, fresh, future]);
  return all.size > 1 ? '?' : all.has('allowed') ? 'a' : '-';
}

const everybodyHere: Actor = { person: 'mira', roles: Role.options, via: 'page', ...CONDITIONS.fresh };

function rowOf(verb: string): string {
  const guest: Actor = { person: 'olga', roles: Role.options, via: 'page', guest: true, ...CONDITIONS.fresh };
  const shell = permissionOf(verb, SHELL, NOW) === 'allowed' ? 's' : '-';
  const other = permissionOf(verb, guest, NOW) === 'allowed' ? 'g' : '-';
  const logged = assertAllowed(verb, shell === 's' ? SHELL : everybodyHere, NOW).logged ? 'r' : '-';
  return `${Role.options.map((role) => letterOf(verb, role)).join('')} ${shell}${other}${logged}`;
}

const ROLES_IN_ORDER = ['steward', 'privacy-officer', 'auditor', 'operator', 'researcher', 'reviewer'];

describe('the role table', () => {
  it('knows the roles in the order in which the golden table lists them', () => {
    expect(Role.options).toEqual(ROLES_IN_ORDER);
    expect(ROLES_VERSION).toBe(14);
  });

  it.each(VERBS)('says of %s, role by role and condition by condition, what was decided', (verb) => {
    expect(rowOf(verb)).toBe(GOLDEN[verb]);
  });

  it('lists every verb and every procedure, and nothing else', () => {
    expect(unlisted(VERBS, VERB_CELLS)).toEqual([]);
    expect(unlisted(VERBS, GOLDEN)).toEqual([]);
    for (const server of ['node', 'coordinator', 'witness'] as const) {
      expect(unlisted(PROCEDURES[server], PROCEDURE_CELLS[server])).toEqual([]);
      expect(unlisted(PROCEDURES[server], GOLDEN_PROCEDURES[server])).toEqual([]);
    }
    expect(Object.keys(SEATS).length).toBeGreaterThan(7);
  });

  it('would be found short of a verb or procedure that somebody adds', () => {
    expect(unlisted([...VERBS, 'open-the-vault'], VERB_CELLS)).toEqual(['open-the-vault']);
    expect(unlisted([...PROCEDURES.node, 'query.rows'], PROCEDURE_CELLS.node)).toEqual(['query.rows']);
    expect(unlisted(VERBS.slice(1), VERB_CELLS)).toEqual([VERBS[0]]);
  });

  it.each(['open-the-vault', 'constructor', ''])('denies “%s”, which is listed nowhere, to everybody', (verb) => {
    expect([permissionOf(verb, everybodyHere, NOW), permissionOf(verb, SHELL, NOW)]).toEqual(['denied', 'denied']);
    expect([mayCall('node', verb, 'coordinator'), mayCall('coordinator', verb, 'anybody')]).toEqual([false, false]);
  });

  it('denies everything to a person without a role', () => {
    const nobody: Actor = { person: 'eve', roles: [], via: 'page', ...CONDITIONS.fresh };
    expect(VERBS.map((verb) => permissionOf(verb, nobody, NOW))).toEqual(VERBS.map(() => 'denied'));
  });

  it.each(['node', 'coordinator', 'witness'] as const)(
    'says who calls each procedure of a %s, and who signed',
    (server) => {
      const rows = PROCEDURES[server].map((procedure) => {
        const letters = (['coordinator', 'site', 'anybody'] as const).map((caller) =>
          mayCall(server, procedure, caller) ? caller.charAt(0) : '-',
        );
        return [procedure, `${letters.join('')} ${PROCEDURE_CELLS[server][procedure]?.signed}`];
      });
      expect(Object.fromEntries(rows)).toEqual(GOLDEN_PROCEDURES[server]);
    },
  );
});
