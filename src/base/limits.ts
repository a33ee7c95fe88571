import { assert } from './assert.ts';

/** Every bound of the program, each with its unit in its name. Bounds that a policy sets stand in the policy. */
export const LIMITS = Object.freeze({
  // Requests (contract/)
  requestBytesMax: 64 * 1024,
  requestDepthMax: 16,
  requestNodesMax: 200,
  requestValidityMsMax: 72 * 3_600_000,
  sitesMax: 500,
  blocksMax: 200,
  attemptsMax: 10,
  cellsMax: 4_096,
  maskCellsMax: 62,
  tableFieldsMax: 3,
  measuresMax: 8,
  momentFieldsMax: 6,
  piecesMax: 64,
  treeBranchingMax: 16,
  wireNameMax: 1_000,
  wireSentenceMax: 16 * 1024,
  leavesOutMax: 200,

  // ε, in nano-ε (privacy/)
  nanoEpsilonPerEpsilon: 1_000_000_000n,
  nanoEpsilonMin: 100_000n,
  nanoEpsilonMax: 9_000_000_000_000n,

  // Noise and its laws (privacy/)
  noiseScaleBits: 46n,
  totalBits: 61n,
  shareStepsPerMs: 2_500,
  noisePoolDrawsMax: 4_096,
  noisePoolTurnDraws: 256,

  // Combining (statistics/)
  metaSitesMax: 1_000,
  metaFileBytesMax: 1024 * 1024,

  // Files that somebody names (cli/, node/), before anything of them is read
  textFileBytesMax: 2 * 1024 * 1024,
  answerFileBytesMax: 256 * 1024 * 1024,
  secretFileBytesMax: 64 * 1024,
  optOutsBytesMax: 64 * 1024 * 1024,

  // Journal (journal/)
  recordBytesMax: 4 * 1024 * 1024,
  segmentBytesMax: 16 * 1024 * 1024,
  clockAheadMsMax: 31 * 24 * 3_600_000,
  resumptionsMax: 3,
  refusalsKeptMax: 10_000,
  refusalsListedMax: 1_000,
  strangeRevocationsPerDayMax: 100,
  strangersNotedMax: 100,
  refoldRecords: 1_000,

  // Headers (dicom/)
  headerPrefixBytes: 64 * 1024,
  headerBytesMax: 16 * 1024 * 1024,
  inflatedBytesMax: 64 * 1024 * 1024,
  sequenceDepthMax: 32,
  headerElementsMax: 50_000,
  keptElementBytesMax: 64 * 1024,
  parsedElementBytesMax: 10 * 1024,
  fileParseMsMax: 5_000,
  childBytesMax: 300 * 1024 * 1024,
  batchFilesMax: 64,
  lookupEntriesMax: 4_096,

  // DICOMweb servers (dicom/)
  listedSeriesMax: 20_000_000,
  pageSeries: 500,
  pageOverlapSeries: 100,
  pageSeriesMax: 100_000,
  listedOddMax: 100_000,
  archiveReplyBytesMax: 1024 * 1024 * 1024,
  archiveItemBytesMax: 16 * 1024 * 1024,
  archiveItemNodesMax: 500_000,
  archiveItemDepthMax: 128,
  seriesInstancesMax: 100_000,
  archiveReplyMsMax: 120_000,
  archiveTriesMax: 3,
  archiveRetryMs: 1_000,
  archiveRetryAfterMsMax: 30_000,
  seriesMsMax: 600_000,
  batchSeriesMax: 8,

  // Tables (dicom/, warehouse/)
  tableColumnsMax: 2_048,
  tableHeaderBytesMax: 1024 * 1024,
  tableLineBytesMax: 1024 * 1024,
  tableBrokenRowsMax: 100_000,
  tableMemoryMebibytes: 128,
  tableStepMsMax: 300_000,
  tableRowsPerStep: 512,
  tableRowsPerMark: 4_096,

  // The list of what couldn't be stored (dicom/)
  quarantineLineBytesMax: 64 * 1024,
  quarantineTwinsMax: 500_000,
  quarantineListedMax: 10_000,

  // Staging and publishing (warehouse/): what DuckDB may hold in memory; what doesn't fit goes to files beside the staging.
  // A process takes some hundred megabytes on top.
  stagingBytesMax: 1024 * 1024 * 1024,
  publishBytesMax: 2048 * 1024 * 1024,
  warehouseThreads: 2,
  stagedRowsBuffered: 16_384,
  publishRowsPerPass: 5_000_000,
  ingestReportsMax: 50,

  // Queries (query/, node/)
  engineSlots: 2,
  roundsOpenMax: 1_000,
  queryThreads: 2,

  // Servers (node/, coordinator/)
  bodyBytesMax: 256 * 1024,
  signedCharactersMax: 255 * 1024,
  replyBytesMax: 4 * 1024 * 1024,

  // Messages between parties (link/)
  linkHeadBytesMax: 4 * 1024,
  linkUnsignedBytesMax: (64 + 8) * 1024,
  linkBucketsKib: Object.freeze([1, 4, 16, 64, 256, 1_024, 4_096, 8_192]),
  linkRequestBytesMax: (256 + 8) * 1024,
  linkMessageBytesMax: (8_192 + 8) * 1024,
  linkValidityMs: 60_000,
  linkSkewMs: 30_000,
  linkTries: 3,
  linkConnectMs: 10_000,
  linkPollMs: 15_000,
  linkPollGraceMs: 20_000,
  linkCutMs: 5_000,
  linkAwayMs: 60_000,
  linkFetchesMax: 8,
  linkDoubledMs: 120_000,
  linkFormerCallersMax: 16,
  linkKeepReplyMs: 120_000,
  linkLastReplyMs: 5_000,
  coordinatorEndMsMax: 30_000,
  linkInHandMax: 1_000,
  linkRetryMsMin: 250,
  linkRetryMsMax: 30_000,
  noncesPerFile: 50_000,
  witnessedAtOnceMax: 600,
  witnessedEveryMs: 1_000,

  // Pages and sign-in (access/). A session ends when nobody used it for so long, and in any case after its absolute time.
  sessionIdleMs: 30 * 60_000,
  sessionMsMax: 10 * 3_600_000,
  sessionsPerPersonMax: 5,
  pageBodyBytesMax: 64 * 1024,
  longFormBytesMax: 512 * 1024,
  pageHandlingMsMax: 30_000,
  pagesPerMinuteMax: 240,
  signInTries: 5,
  signInWindowMs: 15 * 60_000,
  passwordCharactersMin: 12,
  passwordCharactersMax: 256,
  passkeysPerPersonMax: 5,
  invitationMsMax: 72 * 3_600_000,
  strongMsMax: 5 * 60_000,
  challengeMs: 5 * 60_000,
  challengesMax: 1_000,
  providerMsMax: 10 * 60_000,
  providerReplyBytesMax: 1024 * 1024,
  scryptLog2Min: 17,
  scryptLog2Max: 18,
  scryptAtOnce: 2,
  scryptWaitingMax: 16,

  // HTTP as it comes in (cli/), for each server. A relay of the most sites has two connections of each; as many again are for all others.
  httpHeadBytesMax: 16 * 1024,
  httpHeadMsMax: 10_000,
  httpRequestMsMax: 30_000,
  httpCheckMs: 2_000,
  httpRequestsPerSocketMax: 1_000,
  httpWaitingPerSocketMax: 8,
  httpUnreadMsMax: 30_000,
  httpEndMs: 2_000,
  httpConnectionsMax: 2_048,
  httpBodiesBytesMax: 128 * 1024 * 1024,
  httpFullToldMs: 60_000,

  // Metrics (node/, coordinator/): between these lie the time classes, 0.25, 1, 4 and 16 s
  metricSeconds: Object.freeze([0.5, 2, 8, 32, 128]),

  // Alerts (node/)
  alertLookMs: 5_000,
  alertTryMsMax: 10_000,
  alertTriesMax: 40,
  alertRetryMsMin: 5_000,
  alertRetryMsMax: 3_600_000,

  // Checkpoints and signed actions (contract/, link/)
  checkpointBytesMax: 128 * 1024,
  actionBytesMax: 64 * 1024,
  agreementCharactersMax: 20_000,

  // People and what they decide (governance/)
  freshMs: 5 * 60_000,
  pendingActionsMax: 200,
});

assert(LIMITS.metaFileBytesMax < LIMITS.textFileBytesMax, 'a table of effects is a text');
assert(LIMITS.requestBytesMax < LIMITS.bodyBytesMax, 'a request fits a body');
assert(
  LIMITS.signedCharactersMax + 512 <= LIMITS.bodyBytesMax,
  'the longest signed text fits a body with what is around it',
);
assert(LIMITS.bodyBytesMax <= LIMITS.linkRequestBytesMax, 'a body fits a message');
assert(
  LIMITS.checkpointBytesMax + LIMITS.actionBytesMax + 8 * 1024 <= LIMITS.linkRequestBytesMax,
  'a checkpoint fits a body with a proof and a recovery',
);
assert(LIMITS.replyBytesMax < LIMITS.linkMessageBytesMax, 'a reply fits a message that carries a message');
assert(LIMITS.linkPollMs + LIMITS.linkPollGraceMs < LIMITS.linkAwayMs, 'a site that waits is not away');
assert(LIMITS.sessionIdleMs < LIMITS.sessionMsMax, 'a session that is not used ends before its time');
assert(LIMITS.httpHeadMsMax < LIMITS.httpRequestMsMax, 'a head is there before the rest of a request');
assert(LIMITS.httpConnectionsMax >= 4 * LIMITS.sitesMax, 'sites leave room for others at their relay');
assert(
  LIMITS.httpBodiesBytesMax >= 8 * LIMITS.linkMessageBytesMax,
  'several of the longest messages come in at a time',
);
assert(LIMITS.recordBytesMax < LIMITS.segmentBytesMax, 'a record fits a segment');
assert(LIMITS.maskCellsMax < LIMITS.cellsMax, 'masks are for few cells');
assert(LIMITS.headerPrefixBytes < LIMITS.headerBytesMax, 'a prefix is shorter than the longest header');
assert(LIMITS.parsedElementBytesMax < LIMITS.keptElementBytesMax, 'what is parsed is kept');
assert(LIMITS.batchFilesMax < LIMITS.lookupEntriesMax, 'what was looked up fills whole batches');
assert(
  LIMITS.seriesMsMax >
    (LIMITS.archiveTriesMax + 1) * LIMITS.archiveReplyMsMax +
      (LIMITS.archiveTriesMax - 1) * LIMITS.archiveRetryAfterMsMax,
  'a series is asked for as often as it may be, and the server once more, before its time is up',
);
assert(
  LIMITS.pageSeries < LIMITS.pageSeriesMax,
  'a server that gives the page that was asked for keeps within its bound',
);
assert(
  LIMITS.tableMemoryMebibytes * 2 * 1024 * 1024 < LIMITS.childBytesMax,
  'an engine that reads a table fits a child',
);
assert(LIMITS.cellsMax <= LIMITS.noisePoolDrawsMax, 'the noise of any one request fits the pool');
assert(LIMITS.nanoEpsilonMin < LIMITS.nanoEpsilonMax, 'the smallest ε is below the largest');
assert(LIMITS.stagingBytesMax < LIMITS.publishBytesMax, 'publishing sorts, staging only appends');
