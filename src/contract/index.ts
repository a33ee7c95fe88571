/** The wire: what is asked, what is answered, why a site says no, and how a question is signed. Pure, and without Node. */
export {
  AnswerWire,
  answerDigest,
  Cell,
  MechanismWire,
  Receipt,
  RefusedWire,
  ReleasedWire,
  Reply,
  releaseShape,
  Statement,
} from './answer.ts';
export { DryRunReply, Quote, SiteFacts } from './dry-run.ts';
export { Combined, FederatedQuote, FederatedReply, FederationFacts, SiteOutcome, SiteState } from './federated.ts';
export { malformed } from './protocol.ts';
export { By, Cohort, Condition, Draft, Matcher, Query } from './query.ts';
export { formatReceipts, parseReceipts, type Receipted } from './receipt.ts';
export { type Objection, RefusalCode, sentenceOf } from './refusal.ts';
export { DraftRequest, type Purpose, type Received, Request, readRequest, signRequest } from './request.ts';
export { jsonWithin } from './shape.ts';
