/** The wire: what is asked, what is answered, why a site says no, and how a question is signed. Pure, and without Node. */
export {
  Action,
  draftAction,
  type ReadAction,
  readAction,
  SignedAction,
  signAction,
} from './action.ts';
export { FreezeScope, MOMENT_MEMBERS, RecoveryBody, Role, Severity } from './action-bodies.ts';
export {
  AnswerWire,
  answerDigest,
  Collapse,
  digestOfText,
  FieldWire,
  MeasureWire,
  MechanismWire,
  PieceWire,
  Receipt,
  RefusedWire,
  ReleasedWire,
  Reply,
  refusedBy,
  releaseShape,
  Statement,
  TreeWire,
} from './answer.ts';
export { cellsCapped } from './cells-capped.ts';
export { nameComponents } from './components.ts';
export { DryRunReply, Quote, SiteFacts } from './dry-run.ts';
export { COORDINATOR_ENDS } from './ending.ts';
export {
  Combined,
  Estimate,
  FederatedEvent,
  FederatedQuote,
  FederatedReply,
  FederationFacts,
  Loss,
  MeasureResult,
  QuoteEvent,
  type QuoteOutcome,
  receiptsOf,
  SiteOutcome,
  SiteState,
  withoutReceipt,
} from './federated.ts';
export {
  type Hopeless,
  hopelessOf,
  isOutOfBudget,
  isUntilMended,
  objectsToAsker,
  objectsToQuestion,
  objectsUntilMended,
  type Takes,
  wouldAnswer,
} from './hopeless.ts';
export { Hash, ID_FORM, Id, PublicKey } from './ids.ts';
export { blocksLeftOut } from './left-out.ts';
export { requirePlainText } from './plain-text.ts';
export { malformed } from './protocol.ts';
export { PurposeClass, purposeBit } from './purpose.ts';
export {
  By,
  Cohort,
  Condition,
  Draft,
  FIELD_NAME,
  Histogram,
  Matcher,
  Moments,
  measuresOf,
  Quantiles,
  Query,
  Reduction,
  Value,
  Weighted,
} from './query.ts';
export { formatReceipts, parseReceipts, type Receipted } from './receipt.ts';
export { type Objection, RefusalCode, sentenceOf, wholeHour } from './refusal.ts';
export { DraftRequest, type Purpose, type Received, Request, readRequest, signRequest, tooLarge } from './request.ts';
export {
  acknowledgementText,
  FederatedRevocation,
  RevocationReply,
  readAcknowledgement,
  readRevocation,
  SignedRevocation,
  signRevocation,
} from './revocation.ts';
export {
  AdvertiseInput,
  Advertisement,
  AdvertiseReply,
  advertise,
  isAdvertisedBy,
  LeftWire,
  MaskedWire,
  MaskInput,
  MaskReply,
  RoundDescriptor,
  RoundStart,
  roundOf,
} from './round.ts';
export { jsonWithin } from './shape.ts';
export { isSpent } from './spent.ts';
