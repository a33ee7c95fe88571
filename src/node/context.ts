import type { PeopleFolder, Sessions } from '../access/index.ts';
import type { Clock, Entropy, Fetch } from '../base/index.ts';
import type { Budget } from '../budget/index.ts';
import type { Governance } from '../governance/index.ts';
import type { Journal, Notary, RecordTree } from '../journal/index.ts';
import type { LinkIdentity, Outbound, PeerLog, Post, Witness } from '../link/index.ts';
import type { Policy } from '../policy/index.ts';
import type { NoisePool } from '../privacy/index.ts';
import type { AccessLog } from './access-log.ts';
import type { AlertLog } from './alerts/alert-log.ts';
import type { BurnDown } from './burn-down.ts';
import type { Catalog } from './catalog/catalog.ts';
import type { ConsentLog } from './catalog/consent-log.ts';
import type { DecisionCounts } from './catalog/decision-counts.ts';
import type { SnapshotHolder } from './catalog/holder.ts';
import type { RefusalLog } from './catalog/refusal-log.ts';
import type { NodeConfig } from './config.ts';
import type { FaultPoint } from './fault.ts';
import type { KeyHistory } from './keys/key-history.ts';
import type { SiteKeys } from './keys/site-keys.ts';
import type { Rounds } from './rounds.ts';
import type { Slots } from './slots.ts';
import type { Turns } from './turns.ts';
import type { Assessments } from './verbs/risk/assessments.ts';
import type { Guard } from './witness/guard.ts';

/** How a site reaches others: the DICOMweb server of its own archive, and its witnesses. */
export interface Network {
  readonly fetch: Fetch;
  /** File of further certificate authorities to trust, as this process does (NODE_EXTRA_CA_CERTS). */
  readonly certificates?: string | undefined;
  /** How procedures of other parties are called; `certificates` names a file, from the configuration's own place. */
  readonly postOf: (way: Pick<Outbound, 'proxy' | 'certificates'>) => Post;
}

/** What the process was given: its configuration, its folder, and the world by argument. */
interface Process {
  readonly config: NodeConfig;
  /** The site's folder, absolute. */
  readonly folder: string;
  readonly keys: SiteKeys;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly network: Network;
  /** Of the program that runs. */
  readonly version: string;
  readonly fault: (point: FaultPoint) => void;
}

/** The journal, and what is folded from it. */
interface Records {
  readonly journal: Journal;
  readonly tree: RecordTree;
  readonly notary: Notary;
  readonly budget: Budget;
  readonly burnDown: BurnDown;
  readonly governance: Governance;
  readonly catalog: Catalog;
  readonly consents: ConsentLog;
  readonly alerts: AlertLog;
  readonly decisionCounts: DecisionCounts;
  readonly refusalLog: RefusalLog;
  readonly accessLog: AccessLog;
  readonly history: KeyHistory;
  readonly peerLog: PeerLog;
}

/** What answers stand on. */
interface Answering {
  /** The policy in force: another one after people have decided so. */
  readonly policy: Policy;
  /** Puts another policy of the same de-identification in force for all plans made from now on; its record comes first. */
  usePolicy(policy: Policy): void;
  readonly snapshots: SnapshotHolder;
  readonly pool: NoisePool;
  readonly slots: Slots;
  readonly rounds: Rounds;
}

/** What people on the site have worked out, and are shown. */
interface WorkedOut {
  readonly assessments: Assessments;
}

/** Other parties, as this site meets them. */
interface Parties {
  /** With what this site signs to other parties, and opens what is sealed to it. */
  readonly link: LinkIdentity;
  /** The keys (Ed25519, base64url) of sites with which this one makes totals: those enrolled here, and its own. */
  readonly roster: ReadonlyMap<string, string>;
  /** Parties (`site/…`, `coordinator/…`) enrolled when this process began: they are heard until it ends, also one that was forgotten since. */
  readonly heard: ReadonlySet<string>;
  /** In which requests of other parties begin. */
  readonly turns: Turns;
  readonly guard: Guard;
  /** Where this site is a witness of others. */
  readonly witness: Witness | undefined;
}

/** Who signs in to the site's pages. */
interface People {
  /** Who they are, and how they sign in. */
  readonly people: PeopleFolder;
  /** Who is signed in now, as long as this process lasts. */
  readonly sessions: Sessions;
}

/** What every verb of one institution's node works with. */
export interface NodeContext extends Process, Records, Answering, Parties, People, WorkedOut {}

/** What a procedure that states public facts may see: no snapshot, no keys, no way to answer. */
export type StatingContext = Pick<
  NodeContext,
  'config' | 'policy' | 'clock' | 'catalog' | 'governance' | 'guard' | 'budget' | 'journal' | 'notary' | 'version'
>;

/** What a procedure that announces a key for a round may see beside: who the site is to others, and nothing of patients. */
export type RoundContext = StatingContext & Pick<NodeContext, 'link' | 'roster' | 'rounds' | 'entropy'>;
