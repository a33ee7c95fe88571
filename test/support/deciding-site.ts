import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { publicKeyOf, randomBytes, randomId, systemEntropy, toBase64Url } from '../../src/base/index.ts';
import { type Action, draftAction, type Role, type SignedAction, signAction } from '../../src/contract/index.ts';
import { type Actor, SHELL } from '../../src/governance/index.ts';
import { type JournalRecord, nodeDisk, readJournal, verifyJournal } from '../../src/journal/index.ts';
import { type LocalVerb, nodeFolds, type OpenNode, type VerbOutput } from '../../src/node/index.ts';
import { sfumato } from './command.ts';
import { hurriedClock, openSite } from './open-site.ts';
import { POLICY_FILE, siteFolder } from './site-folder.ts';

const entropy = systemEntropy();

/** What is decided, of any kind. */
export type What = { [K in Action['kind']]: Pick<Extract<Action, { kind: K }>, 'kind' | 'body'> }[Action['kind']];

/** A key that signs decisions. */
export interface Signer {
  readonly secretKey: Uint8Array;
  readonly publicKey: string;
}

/** A new key. */
export function signer(): Signer {
  const secretKey = randomBytes(entropy, 32);
  return { secretKey, publicKey: toBase64Url(publicKeyOf(secretKey)) };
}

/** A decision of site harbour, without signatures yet. */
export function decision(what: What, change: { readonly expires?: number } = {}): SignedAction {
  const common = { version: 1, id: randomId(entropy), site: 'harbour', reason: 'Decided at the meeting.' } as const;
  return draftAction({ ...common, expires: Date.now() + 3_600_000, ...change, ...what });
}

/** A site where people decide, open in this process. */
export interface DecidingSite {
  readonly folder: string;
  readonly config: string;
  node(): OpenNode;
  run<V extends LocalVerb>(verb: V, input?: unknown, actor?: Actor): Promise<VerbOutput[V]>;
  /** Hands a decision in, signed by all of these at once. */
  decide(what: What, ...signers: readonly Signer[]): Promise<VerbOutput['submit']>;
  /** Ends the process, so to speak, and starts it again. */
  reopen(policyFile?: string): Promise<void>;
  /** Runs a command on the site’s folder while no process uses it; gives what it printed. */
  command(...words: readonly string[]): Promise<string>;
  records(kind: string): readonly JournalRecord[];
  /** Folds the whole journal anew, as an auditor without keys does. */
  verified(): boolean;
  remove(): Promise<void>;
}

/** Opens site harbour with people who decide there; ada is a member of its configured project. */
export async function decidingSite(
  people: readonly { readonly person: string; readonly role: Role; readonly key: string; readonly site?: string }[],
  { ada, policyFile = POLICY_FILE }: { readonly ada: string; readonly policyFile?: string },
): Promise<DecidingSite> {
  const site = siteFolder({ site: 'harbour', publicKey: ada });
  const entries = people.map(({ person, role, key, site: of }) => {
    return `{ person: ${person}, key: ${key}, roles: [${role}]${of === undefined ? '' : `, site: ${of}`} }`;
  });
  appendFileSync(site.config, `people: [${entries.join(', ')}]\n`);
  let file = policyFile;
  const open = () => openSite({ ...site, policyFile: file }, hurriedClock());
  let node = await open();
  const disk = () => nodeDisk(join(site.folder, 'journal'));
  const run: DecidingSite['run'] = (verb, input = {}, actor = SHELL) =>
    node.run({ verb, input, actor, signal: new AbortController().signal, onProgress: () => undefined });
  return {
    folder: site.folder,
    config: site.config,
    node: () => node,
    run,
    decide: (what, ...signers) =>
      run('submit', {
        signed: signers.reduce((signed, { secretKey }) => signAction(signed, secretKey), decision(what)),
      }),
    async reopen(next = file) {
      await node.close();
      file = next;
      node = await open();
    },
    async command(...words) {
      await node.close();
      const run = await sfumato([...words, '--config', site.config]);
      node = await open();
      if (run.code !== 0) {
        throw new Error(run.stderr);
      }
      return run.stdout;
    },
    records: (kind) => [...readJournal(disk())].filter((record) => record.kind === kind),
    verified: () => verifyJournal({ disk: disk(), folds: nodeFolds(disk()) }).verified,
    async remove() {
      await node.close();
      rmSync(site.folder, { recursive: true, force: true });
    },
  };
}
