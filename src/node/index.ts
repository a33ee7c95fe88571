/** Floor 4: one institution's server. `verbs/` are the use-cases; `http/` and `local/` are thin ways to them. */

export type { GroundCode } from '../governance/index.ts';
export { startAlerts } from './alerts/start.ts';
export { testAlerts } from './alerts/test-alert.ts';
export { nodeAnswerer } from './answerer.ts';
export { bytesUpTo } from './bytes-up-to.ts';
export { NodeConfig } from './config.ts';
export { assertConfigured } from './configured-projects.ts';
export type { NodeContext } from './context.ts';
export { FAULT_POINTS } from './fault.ts';
export { assertSiteOnRecord, filesOnRecord } from './folder-on-record.ts';
export { nodeApp } from './http/app.ts';
export { nodeOpenApi } from './http/openapi.ts';
export { nodeRouteOf } from './http/routes.ts';
export { publicKeyText, readKeyFile, writeKeyFile } from './keys/key-file.ts';
export { sealRing } from './keys/key-ring.ts';
export { lacksKnownLinkKeys, lacksLinkKeys, makeLinkKeys, readLinkKeys } from './keys/link-keys.ts';
export {
  hasJournal,
  makeSiteKeys,
  makeWitnessKey,
  publicLogKey,
  readSiteKeys,
  readWitnessKey,
} from './keys/site-keys.ts';
export { callOwner } from './local/call.ts';
export { ownerPath } from './local/owner-path.ts';
export { LocalVerb, type RunVerb, type VerbCall, type VerbOutput } from './local/verbs.ts';
export { lostJournal } from './lost-journal.ts';
export { nodeMetrics } from './metrics.ts';
export { type OpenNode, openNode } from './open.ts';
export type { OpenNodeOptions } from './open-options.ts';
export { peopleOf } from './people.ts';
export { keptSentence, type PolicyAtStart, policyAtStart, undecidedSentence } from './policy-at-start.ts';
export { projectsOffRecord } from './projects-off-record.ts';
export { nodeFolds, type RecordedSite, recordedSite } from './recorded-site.ts';
export { Hindrance } from './verbs/archive/staging-anew.ts';
export { leftOut } from './witness/left-out.ts';
