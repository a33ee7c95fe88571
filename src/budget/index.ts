/** Floor 2: what was granted, set aside and spent, and the answers that it bought. A fold of the journal. */
export {
  type Answered,
  type Contributed,
  isAnswer,
  isContribution,
  type Refusal,
  toMaskReply,
  toReply,
} from './answer.ts';
export { type AnswerAudit, type AuditedAnswers, createAnswerAudit } from './audit.ts';
export type { BudgetBackend, MeterState } from './backend.ts';
export { type Budget, type BudgetParts, createBudget } from './budget.ts';
export type { CommitInput } from './commit.ts';
export type { ConcludeInput } from './conclude.ts';
export type { Actor, FaultPoint } from './desk.ts';
export { LossBody, lossBody, lossOf, type RequestRef } from './kinds.ts';
export { analystMeter, blockMeter, MeterId, projectMeter } from './meter-id.ts';
export type { Interrupted, LookupInput, Recalled } from './recall.ts';
export type { CountedCode, CountInput, RefuseInput } from './refuse.ts';
export type { Reserved, ReserveInput } from './reserve.ts';
export type { Resumed, ResumeInput } from './resume.ts';
export type { ContributeInput, RecalledAttempt } from './rounds.ts';
export { sealFingerprint } from './sealing.ts';
export type { Spending } from './spendings.ts';
export type { Finer } from './stored.ts';
