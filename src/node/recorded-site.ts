import { createBudget } from '../budget/index.ts';
import { createGovernance, type Governance } from '../governance/index.ts';
import { createRecordTree, type Disk, type Fold } from '../journal/index.ts';
import { createPeerLog, watchesNothing } from '../link/index.ts';
import { createAccessLog } from './access-log.ts';
import { createAlertLog } from './alerts/alert-log.ts';
import { type Catalog, createCatalog } from './catalog/catalog.ts';
import { type ConsentLog, createConsentLog } from './catalog/consent-log.ts';
import { createKeyHistory, type KeyHistory } from './keys/key-history.ts';
import { type Checkpoints, createCheckpoints } from './witness/checkpoints.ts';

/** A site as its journal has it, for who only reads: empty until these folds have taken the journal in. */
export interface RecordedSite {
  /** All of a node's folds: without keys they check everything but what is sealed. */
  readonly folds: readonly Fold[];
  readonly catalog: Catalog;
  readonly consents: ConsentLog;
  readonly governance: Governance;
  readonly history: KeyHistory;
  readonly checkpoints: Checkpoints;
}

/** The folds of a node's journal, with what they know. */
export function recordedSite(disk: Disk): RecordedSite {
  const catalog = createCatalog();
  const consents = createConsentLog();
  const governance = createGovernance();
  const tree = createRecordTree(disk);
  const history = createKeyHistory({ catalog });
  const checkpoints = createCheckpoints({ tree, catalog, history });
  const own = [createBudget({ site: 'verification' }), governance, catalog, history, createAccessLog()];
  const others = [createPeerLog(), consents, createAlertLog(), watchesNothing()];
  const folds = [...own, ...others, tree, checkpoints];
  return { folds, catalog, consents, governance, history, checkpoints };
}

/** The folds alone. */
export function nodeFolds(disk: Disk): readonly Fold[] {
  return recordedSite(disk).folds;
}
