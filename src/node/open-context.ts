import { join } from 'node:path';
import { createSessions } from '../access/index.ts';
import { isSfumatoError, LIMITS } from '../base/index.ts';
import { createBudget } from '../budget/index.ts';
import { createGovernance, nameOfPolicy } from '../governance/index.ts';
import { createNotary, createRecordTree, type Disk, nodeDisk, openJournal } from '../journal/index.ts';
import {
  createPeerLog,
  type LinkIdentity,
  peerId,
  readPeers,
  recordPeers,
  type Witness,
  watchesNothing,
  witnessFor,
} from '../link/index.ts';
import type { Policy } from '../policy/index.ts';
import { noisePool } from '../privacy/index.ts';
import { createAccessLog } from './access-log.ts';
import { createAlertLog } from './alerts/alert-log.ts';
import { createBurnDown } from './burn-down.ts';
import { createCatalog } from './catalog/catalog.ts';
import { createConsentLog } from './catalog/consent-log.ts';
import { createDecisionCounts } from './catalog/decision-counts.ts';
import { type SnapshotHolder, snapshotHolder } from './catalog/holder.ts';
import { createRefusalLog } from './catalog/refusal-log.ts';
import type { NodeContext } from './context.ts';
import { recordFirstStart } from './first-start.ts';
import { requireFiles } from './folder-on-record.ts';
import { assertNames } from './identity.ts';
import { createKeyHistory } from './keys/key-history.ts';
import { makeLinkKeys, readLinkKeys } from './keys/link-keys.ts';
import { readWitnessKey } from './keys/site-keys.ts';
import { signingKeys, useKeys } from './keys/use-keys.ts';
import { assertJournalThere } from './lost-journal.ts';
import type { OpenNodeOptions } from './open-options.ts';
import { peopleOf } from './people.ts';
import { rosterOf } from './roster.ts';
import { noRounds } from './rounds.ts';
import { engineSlots } from './slots.ts';
import { turns } from './turns.ts';
import { finishGrants } from './verbs/decision/apply.ts';
import { finishTightening, recordDocument } from './verbs/policy/in-force.ts';
import { noAssessments } from './verbs/risk/assessments.ts';
import { createCheckpoints } from './witness/checkpoints.ts';
import { guardOf } from './witness/guard-of.ts';

/** Replays the journal into what the parts of a node stand on, records what the configuration brings, and opens the snapshot. @throws SfumatoError as `openNode`. */
export async function openContext(options: OpenNodeOptions, keys: NodeContext['keys']): Promise<NodeContext> {
  const { config, folder, clock, entropy, onFatal, clockIsRight } = options;
  assertJournalThere(folder);
  const disk = nodeDisk(join(folder, 'journal'));
  const witness = witnessOf(options);
  const { checkpoints, ...seen } = emptyFolds(options, keys, disk);
  const { budget, tree, catalog, consents, history } = seen;
  const folds = [...Object.values(seen), checkpoints, witness ?? watchesNothing()];
  const believed = { clock, clockIsRight, aheadMsMax: LIMITS.clockAheadMsMax };
  const journal = await openJournal({ disk, ...believed, entropy, folds, onFatal });
  try {
    assertNames(catalog.site(), config);
    witness?.attach(journal);
    useKeys(keys, history, entropy);
    requireFiles({ folder, keys, catalog, consents });
    const signing = signingKeys(keys, history);
    const notary = createNotary({ site: config.site, ...signing, tree, journal });
    const guard = guardOf(options, { keys, journal, tree, notary, budget, checkpoints });
    return await contextOver(options, { keys, journal, notary, guard, witness, ...seen });
  } catch (error) {
    await journal.close();
    throw error;
  }
}

/** What a node knows of its journal: empty, until that is read. */
function emptyFolds({ config, entropy, fault }: OpenNodeOptions, keys: NodeContext['keys'], disk: Disk) {
  const [catalog, tree] = [createCatalog(), createRecordTree(disk)];
  const history = createKeyHistory({ catalog });
  const budget = createBudget({ site: config.site, entropy, sealKeys: keys.seal.all, fault });
  return {
    budget,
    burnDown: createBurnDown(budget),
    governance: createGovernance(),
    catalog,
    history,
    tree,
    consents: createConsentLog(),
    alerts: createAlertLog(),
    decisionCounts: createDecisionCounts(),
    refusalLog: createRefusalLog(),
    peerLog: createPeerLog(),
    accessLog: createAccessLog(),
    checkpoints: createCheckpoints({ tree, catalog, history }),
  };
}

type Folded = Omit<ReturnType<typeof emptyFolds>, 'checkpoints'> &
  Pick<NodeContext, 'keys' | 'journal' | 'notary' | 'guard' | 'witness'>;

async function openSnapshotOf(snapshots: SnapshotHolder, { forOneVerb = false }: OpenNodeOptions): Promise<void> {
  try {
    await snapshots.refresh();
  } catch (error) {
    if (!forOneVerb || !isSfumatoError(error, 'snapshot-missing')) {
      throw error;
    }
  }
}

async function contextOver(options: OpenNodeOptions, folded: Folded): Promise<NodeContext> {
  const { config, folder, clock, entropy, network, version, schedule, fault } = options;
  const begunUnder = await recordStart(options, folded);
  const [peers, link] = [readPeers(folder), linkIdentity(options)];
  const roster = rosterOf(peers, link);
  const again = await recordPeers(folded, peers, { actor: 'configuration' });
  again.forEach((one) => void options.onTrustedAgain?.(one));
  // What the last end left undone.
  await finishGrants(folded);
  let policy = (await finishTightening(folded)) ?? begunUnder;
  const { patientsLog2 } = policy.document.disclosure.sizeClasses.value[config.sizeClass];
  const snapshots = snapshotHolder({
    folder: join(folder, 'snapshots'),
    catalog: folded.catalog,
    policy,
    patientsLog2,
  });
  await openSnapshotOf(snapshots, options);
  return {
    config,
    folder,
    get policy() {
      return policy;
    },
    usePolicy(next) {
      policy = next;
    },
    ...folded,
    link,
    people: peopleOf({ folder, site: config.site, entropy, ...takenHere(config, folded) }),
    sessions: createSessions({ clock, entropy }),
    roster,
    heard: new Set(peers.map(peerId)),
    rounds: noRounds(clock),
    assessments: noAssessments(clock.wallMs),
    clock,
    entropy,
    network,
    version,
    pool: noisePool({ entropy, schedule }),
    slots: engineSlots(LIMITS.engineSlots),
    turns: turns(schedule),
    snapshots,
    fault,
  };
}

/** Who was revoked here signs in here no more; at an identity provider, where nobody is invited here, the provider says who does. */
function takenHere({ signIn }: OpenNodeOptions['config'], { accessLog }: Folded) {
  const isRevoked = (person: string): boolean => signIn.kind === 'local' && accessLog.isRevoked(person);
  return { isRevoked, generationOf: accessLog.generationOf };
}

/** Records what a start brings beside its peers; gives the policy that it begins under. */
async function recordStart(options: OpenNodeOptions, folded: Folded): Promise<Policy> {
  const { journal, notary, budget, catalog, governance } = folded;
  // A configuration that still names a policy which was tightened since doesn't loosen it again.
  const named = nameOfPolicy(options.policy);
  const superseding = governance.superseding(named);
  if (superseding !== undefined) {
    recordDocument(folded, options.policy);
  }
  // Hashes leave reasons and numbers of approvals out: of a file that was edited in those, what is on record holds.
  const policy = superseding ?? governance.document(named) ?? options.policy;
  budget.attach(journal, (seq) => notary.prove(seq));
  const from = catalog.policy()?.name;
  await recordFirstStart({ ...folded, config: options.config, policy });
  if (from !== undefined && from !== policy.name) {
    options.onPolicy?.({ from, to: policy.name });
  }
  return policy;
}

/** The witness that the configuration makes of this site. @throws SfumatoError `key-missing`. */
function witnessOf({ config: { watches }, folder, clock }: OpenNodeOptions): Witness | undefined {
  return watches && witnessFor({ watching: watches, secretKey: readWitnessKey(folder), clock });
}

function linkIdentity({ folder, config, entropy }: OpenNodeOptions): LinkIdentity {
  makeLinkKeys(folder, entropy);
  return Object.freeze({ role: 'site', name: config.site, ...readLinkKeys(folder) });
}
