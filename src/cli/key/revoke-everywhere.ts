import { existsSync } from 'node:fs';
import { jsonIn, parseNoteKey, printableCell, SfumatoError } from '../../base/index.ts';
import {
  type FederatedRevocation,
  type FederationFacts,
  readAcknowledgement,
  readRevocation,
  SignedRevocation,
  signRevocation,
} from '../../contract/index.ts';
import { originOf } from '../ask/origin.ts';
import { readTextFile } from '../files/read-text.ts';
import { writeTextFile } from '../files/write-text.ts';
import { coordinatorClient } from '../link/coordinator-client.ts';
import type { Outcome, Shell } from '../shell.ts';
import { table } from '../terminal/table.ts';
import { type KeySource, openKeyFile, readOwnKeyFile } from './own-key.ts';

/** Which key is revoked, through which coordinator; `statement` is a file that keeps the revocation. */
export interface Revoking extends Omit<KeySource, 'key'> {
  /** The key's file; not needed where a revocation was kept. */
  readonly key?: string | undefined;
  readonly coordinator?: string | undefined;
  readonly statement?: string | undefined;
}

/** Signs a revocation (or takes the one that was kept), and has every site told. @throws SfumatoError in one sentence. */
export async function revokeEverywhere(shell: Shell, revoking: Revoking): Promise<Outcome> {
  const { coordinator, statement } = revoking;
  if (coordinator === undefined && statement === undefined) {
    throw new SfumatoError('wrong-use', 'Name the --coordinator to tell, or a --statement file to keep it for later.');
  }
  const signed = await statementOf(shell, revoking);
  if (coordinator === undefined) {
    const text = `${statement} holds the revocation: sent with --coordinator, it works without the passphrase. Keep it safe.`;
    return { document: { statement, sites: [] }, text };
  }
  const publicKey = readRevocation(signed)?.key ?? '';
  const client = coordinatorClient(originOf(coordinator));
  const facts = await client.facts();
  const told = (await client.revoke(signed)).sites.map((one) => ({ ...one, ...confirmed(one, { publicKey, facts }) }));
  const sites = [...told, ...untold(facts, told)];
  const missing = sites.filter(({ state }) => state !== 'recorded').map(({ site }) => site);
  const rows = sites.map(({ site, state, record, reason }) => [site, state, record ?? '–', reason ?? '']);
  const isDone = sites.length > 0 && missing.length === 0;
  const end = isDone
    ? 'Every site that this coordinator names has acknowledged, by the keys that it gave of them: the key signs nothing there any more.'
    : sites.length === 0
      ? 'The coordinator names no site, so nothing was acknowledged.'
      : `To be told again with the same command: ${missing.join(', ')}. Until then, the people there can freeze your questions.`;
  return {
    document: { publicKey, sites, missing },
    text: `${table(['site', 'state', 'record', 'note'], rows)}\n\n${end}`,
    exitCode: isDone ? 0 : 1,
  };
}

/** Sites of the coordinator's facts of which it says nothing: none of them has acknowledged. */
function untold(facts: FederationFacts, told: readonly { readonly site: string }[]) {
  const silent = facts.sites.filter(({ site }) => !told.some((one) => one.site === site));
  const reason = 'The coordinator said nothing of this site.';
  return silent.map(({ site }) => ({ site, state: 'unavailable' as const, reason, record: undefined }));
}

async function statementOf(shell: Shell, { statement, key, ...source }: Revoking): Promise<SignedRevocation> {
  if (statement !== undefined && existsSync(statement)) {
    return keptStatement(statement, key);
  }
  if (key === undefined) {
    throw new SfumatoError(
      'wrong-use',
      'Name the key’s file, or a --statement file that holds its revocation already.',
    );
  }
  const { secretKey } = await openKeyFile(shell, { ...source, key });
  const signed = signRevocation(secretKey, Math.trunc(shell.clock.wallMs()));
  if (statement !== undefined) {
    writeTextFile(statement, `${JSON.stringify(signed)}\n`);
  }
  return signed;
}

/** A revocation that was kept; where the key's file is named too, it must be of that key. */
function keptStatement(file: string, keyFile: string | undefined): SignedRevocation {
  const parsed = SignedRevocation.safeParse(jsonIn(readTextFile(file, 'revocation')));
  const key = parsed.success ? readRevocation(parsed.data)?.key : undefined;
  if (!parsed.success || key === undefined) {
    throw new SfumatoError('wrong-use', `${printableCell(file)} does not hold a revocation; name another file.`);
  }
  if (keyFile !== undefined && key !== readOwnKeyFile(keyFile).publicKey) {
    throw new SfumatoError(
      'wrong-use',
      `${printableCell(file)} does not hold a revocation that this key signed; name another file.`,
    );
  }
  return parsed.data;
}

interface Against {
  readonly publicKey: string;
  readonly facts: FederationFacts;
}

/** A site has acknowledged when the key of its log signed that. The key is the one that the coordinator gives of it. */
function confirmed(
  { site, state, reason, acknowledgement = '' }: FederatedRevocation['sites'][number],
  against: Against,
) {
  const logKey = parseNoteKey(against.facts.sites.find((one) => one.site === site)?.facts?.logKey ?? '');
  const seq = logKey && readAcknowledgement(acknowledgement, { site, key: against.publicKey }, logKey);
  if (state !== 'recorded' || seq !== undefined) {
    return { state, reason, record: seq === undefined ? undefined : String(seq) };
  }
  return {
    state: 'unconfirmed' as const,
    reason: 'The site’s key did not sign its acknowledgement.',
    record: undefined,
  };
}
