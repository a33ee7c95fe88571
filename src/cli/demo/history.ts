import { publicKeyOf, toBase64Url } from '../../base/index.ts';
import { readAction, signAction } from '../../contract/index.ts';
import { agreementHash } from '../../governance/index.ts';
import { readKeyFile, writeKeyFile } from '../../node/index.ts';
import { budgetOf } from '../commands/budget.ts';
import { type Decision, submit, writtenDecision } from '../decision/decide.ts';
import { coordinatorClient } from '../link/coordinator-client.ts';
import type { Shell } from '../shell.ts';
import { asker } from './ask-all.ts';
import type { Officers } from './cast.ts';
import { AGREEMENT, APPROVED, type DemoProject, INCIDENT, MORE, WAITING } from './decisions.table.ts';
import type { Asked } from './document.ts';
import type { DemoFolders } from './folders.ts';
import { LATER_QUESTIONS } from './questions.table.ts';
import { DEMO_SITES } from './sites.table.ts';

const DAY_MS = 86_400_000;
const WAITING_HOURS = 72;

/** What one site decides with. */
interface Deciding {
  readonly shell: Shell;
  readonly configFile: string;
  readonly site: string;
}

/** A decision, why, and with whose keys it is signed. */
interface Signing extends Decision {
  readonly reason: string;
  readonly keys: readonly Uint8Array[];
}

/** Decides at every site what hospitals decide in a year, by the verbs that commands and pages use, and leaves two decisions waiting. */
export async function liveAWhile(shell: Shell, folders: DemoFolders, officers: Officers): Promise<void> {
  const keys = { mira: officers.mira.secretKey, noor: officers.noor.secretKey };
  const researchers = { ben: newKey(shell, folders, APPROVED.member), carl: newKey(shell, folders, WAITING.member) };
  for (const { id: site } of DEMO_SITES) {
    const at = { shell, site, configFile: folders.site(site).config };
    await openProjects(at, { ...keys, ...researchers });
    if (site === INCIDENT.site) {
      await passIncident(at, keys);
    }
    if (site === MORE.site) {
      await proposeMore(at, keys.noor);
    }
  }
}

function newKey({ entropy }: Shell, folders: DemoFolders, person: string): Uint8Array {
  const file = folders.key(person);
  writeKeyFile(file, 'analyst', entropy);
  return readKeyFile(file, 'analyst');
}

type Keys = Readonly<Record<'mira' | 'noor' | 'ben' | 'carl', Uint8Array>>;

async function openProjects(at: Deciding, { mira, noor, ben, carl }: Keys): Promise<void> {
  const reason = 'Agreed between the three hospitals.';
  await decideBy(at, { kind: 'agreement', body: AGREEMENT, reason, keys: [noor, mira] });
  await decideBy(at, applied(at, APPROVED, { key: ben, officers: [noor, mira] }));
  const agreed = { agreement: AGREEMENT.agreement, person: APPROVED.member, hash: agreementHash(AGREEMENT.text) };
  await decideBy(at, { kind: 'agree', body: agreed, reason: 'I have read it.', keys: [ben] });
  await decideBy(at, applied(at, WAITING, { key: carl, officers: [] }));
}

interface Applying {
  readonly key: Uint8Array;
  readonly officers: readonly Uint8Array[];
}

function applied({ shell }: Deciding, project: DemoProject, { key, officers }: Applying): Signing {
  const { member, ...terms } = project;
  const nowMs = Math.trunc(shell.clock.wallMs());
  const body = {
    ...terms,
    ends: nowMs + 365 * DAY_MS,
    ethics: { reference: 'Vote 12 of this demonstration', expires: nowMs + 300 * DAY_MS },
    members: [{ person: member, key: toBase64Url(publicKeyOf(key)) }],
    agreement: AGREEMENT.agreement,
  };
  return {
    kind: 'project',
    body,
    reason: `${member} applies for the project ${project.project}.`,
    keys: [key, ...officers],
  };
}

async function passIncident(at: Deciding, { mira, noor }: Pick<Keys, 'mira' | 'noor'>): Promise<void> {
  const { scope, severity, contact, why, found, over } = INCIDENT;
  const both = [noor, mira];
  const incident = await decideBy(at, {
    kind: 'freeze',
    body: { scope, severity, contact },
    reason: why,
    keys: [noor],
  });
  await decideBy(at, {
    kind: 'note',
    body: { incident, text: found, corrective: true },
    reason: over,
    keys: [noor],
  });
  await decideBy(at, { kind: 'unfreeze', body: { scope }, reason: over, keys: both });
  await decideBy(at, { kind: 'close', body: { incident }, reason: over, keys: both });
}

/** The steward's signature alone: the privacy officer's is what a visitor adds. */
async function proposeMore(at: Deciding, noor: Uint8Array): Promise<void> {
  const { meters } = await budgetOf(at.shell, at.configFile);
  for (const { meter } of meters.filter((one) => one.meter.startsWith('block:') && one.left === '0')) {
    const body = { meter, epsilon: MORE.epsilon };
    await decideBy(at, {
      kind: 'grant',
      body,
      reason: 'The study is worth it; minutes of this morning.',
      keys: [noor],
    });
  }
}

async function decideBy(
  { shell, site, configFile }: Deciding,
  { reason, keys, ...decision }: Signing,
): Promise<string> {
  const written = writtenDecision(shell, decision, { reason, site, hours: WAITING_HOURS });
  await submit(shell, { configFile, signed: keys.reduce(signAction, written) });
  return readAction(written)?.action.id ?? '';
}

/** The questions of the second project: at the sites that still have budget. */
export async function askLater(shell: Shell, folders: DemoFolders, url: string): Promise<readonly Asked[]> {
  const client = coordinatorClient(url);
  const secretKey = readKeyFile(folders.key(APPROVED.member), 'analyst');
  const ask = asker(shell, { client, secretKey, project: APPROVED.project });
  const sites = DEMO_SITES.map(({ id }) => id).filter((id) => id !== MORE.site);
  const asked: Asked[] = [];
  for (const question of LATER_QUESTIONS) {
    asked.push(await ask(question, sites));
  }
  return asked;
}
