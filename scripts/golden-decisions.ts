import { readFileSync } from 'node:fs';
import { randomId, systemEntropy } from '../src/base/index.ts';
import { type Action, draftAction, type SignedAction, signAction } from '../src/contract/index.ts';
import { agreementHash, nameOfPolicy, SHELL } from '../src/governance/index.ts';
import type { OpenNode } from '../src/node/index.ts';
import { loadPolicy } from '../src/policy/index.ts';
import { type Signer, signer, type What } from '../test/support/deciding-site.ts';
import { hurriedClock, openSite } from '../test/support/open-site.ts';
import { POLICY_FILE } from '../test/support/site-folder.ts';

// What the people of a golden site decide: each kind of action, and tightenings that one officer took alone, each of them of another
// part of the policy. A later version that asks more of any of these could not read the journal.

const [MIRA, NOOR, BEN, OLGA] = [signer(), signer(), signer(), signer()];
type Terms = Pick<Extract<Action, { kind: 'project' }>['body'], 'purpose' | 'purposeClass' | 'fields'>;

const YEAR_MS = 365 * 86_400_000;
const TEXT = 'Data are used for the purpose of the project only, and nobody tries to find out who a patient is.';

/** The people of the site, as `node.yaml` has them. */
export const PEOPLE_YAML = `people:
  - { person: mira, key: ${MIRA.publicKey}, roles: [privacy-officer] }
  - { person: noor, key: ${NOOR.publicKey}, roles: [steward] }
`;

/** What is tightened, one after the other: the text of the policy before and after. */
const TIGHTENINGS: readonly (readonly [from: string, to: string])[] = [
  ['value: { min: "0.01", max: "2" }', 'value: { min: "0.01", max: "1.5" }'],
  ['epsilonCeiling:\n    value: "10"', 'epsilonCeiling:\n    value: "9"'],
  ['groupsPerPatientMax:\n    value: 4', 'groupsPerPatientMax:\n    value: 3'],
  ['studies: 8, series: 60, instances: 3000', 'studies: 6, series: 40, instances: 2000'],
  ['cellsMax:\n    value: 1024', 'cellsMax:\n    value: 512'],
  ['tightening: 1', 'tightening: 2'],
];

/** The policy that is in force after that. */
export const IN_FORCE = `imaging-metadata@1.1.${TIGHTENINGS.length}`;

/** Decides everything at a site that is closed. @throws when a decision isn't taken. */
export async function decideAll(made: { readonly folder: string; readonly config: string }): Promise<void> {
  const node = await openSite({ ...made, policyFile: POLICY_FILE }, hurriedClock());
  try {
    await runProjects(node);
    await passIncident(node);
    await changePeople(node);
    await tighten(node);
  } finally {
    await node.close();
  }
}

async function runProjects(node: OpenNode): Promise<void> {
  const terms: Terms = {
    purpose: 'How bone density goes with age.',
    purposeClass: 'research',
    fields: ['Modality'],
  };
  const ends = Date.now() + YEAR_MS;
  const project = 'bone-density';
  const members = [{ person: 'ben', key: BEN.publicKey }];
  const agreement = 'data-use';
  const body = { project, ...terms, ends, ethics: { reference: 'Vote 12', expires: ends }, members, agreement };
  await decide(node, { kind: 'agreement', body: { agreement, text: TEXT } }, [MIRA, NOOR]);
  const epsilon = { project: '4', analyst: '3' };
  await decide(node, { kind: 'project', body: { ...body, epsilon } }, [BEN, MIRA, NOOR]);
  await decide(node, { kind: 'agree', body: { agreement, person: 'ben', hash: agreementHash(TEXT) } }, [BEN]);
  await decide(node, { kind: 'amend', body: { project, fields: ['Modality', 'PatientAge'] } }, [MIRA, NOOR]);
  await decide(node, { kind: 'grant', body: { meter: `project:${project}`, epsilon: '-1' } }, [MIRA, NOOR]);
  await decide(node, { kind: 'end', body: { project } }, [NOOR]);
}

async function passIncident(node: OpenNode): Promise<void> {
  const scope = 'project:lung-imaging';
  const incident = await decide(node, { kind: 'freeze', body: { scope, severity: 'low' } }, [NOOR]);
  const text = 'Nothing was lost; the questions were a test.';
  await decide(node, { kind: 'note', body: { incident, text, corrective: true } }, [MIRA]);
  await decide(node, { kind: 'unfreeze', body: { scope } }, [MIRA, NOOR]);
  await decide(node, { kind: 'close', body: { incident } }, [MIRA, NOOR]);
}

async function changePeople(node: OpenNode): Promise<void> {
  const body = { person: 'olga', key: OLGA.publicKey, roles: ['auditor' as const] };
  await decide(node, { kind: 'enrol', body }, [MIRA, NOOR]);
  await decide(node, { kind: 'dismiss', body: { person: 'olga' } }, [MIRA, NOOR]);
  await decide(node, { kind: 'revoke', body: { key: OLGA.publicKey } }, [NOOR]);
  const proposed = await decide(node, { kind: 'enrol', body: { ...body, key: signer().publicKey } }, [NOOR]);
  await decide(node, { kind: 'decline', body: { action: proposed } }, [MIRA]);
}

async function tighten(node: OpenNode): Promise<void> {
  let text = readFileSync(POLICY_FILE, 'utf8');
  for (const [at, [from, to]] of TIGHTENINGS.entries()) {
    const before = nameOfPolicy(loadPolicy({ text, file: 'policy.yaml' }));
    text = text.replace(from, to).replace(/^version: .*$/m, `version: 1.1.${at + 1}`);
    const after = nameOfPolicy(loadPolicy({ text, file: 'policy.yaml' }));
    await decide(node, { kind: 'policy', body: { ...after, from: before } }, [MIRA], text);
    if (node.ctx.policy.name !== after.name) {
      throw new Error(`${to} is not in force`);
    }
  }
}

/** Hands a decision in, signature by signature; gives its id. The last signature takes it, or none does. */
async function decide(node: OpenNode, what: What, signers: readonly Signer[], document?: string): Promise<string> {
  const id = randomId(systemEntropy());
  const reason = 'Decided at the meeting of the data access committee.';
  let signed: SignedAction = draftAction({
    ...{ version: 1, id, site: 'golden', reason, expires: Date.now() + 3_600_000 },
    ...what,
  });
  for (const { secretKey } of signers) {
    signed = signAction(signed, secretKey);
    const input = { signed, ...(document !== undefined && { document }) };
    const verb = what.kind === 'decline' ? 'decline' : 'submit';
    await node.run({ verb, input, actor: SHELL, signal: new AbortController().signal, onProgress: () => undefined });
  }
  return id;
}
