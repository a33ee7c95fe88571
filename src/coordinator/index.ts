/** Floor 5: one question to many sites, and their answers combined. Sees released numbers only. */
export { cellOf } from './cell-numbers.ts';
export { noisyPiecesOf } from './combine.ts';
export { CoordinatorConfig } from './config.ts';
export type { CoordinatorContext } from './context.ts';
export { type Contribution, contributionOf } from './contribution.ts';
export { COORDINATOR_FAULTS } from './fault.ts';
export { coordinatorFolds } from './folds.ts';
export { coordinatorApp } from './http/app.ts';
export { coordinatorOpenApi } from './http/openapi.ts';
export { coordinatorRouteOf } from './http/routes.ts';
export { linksOf, notEnrolled } from './links.ts';
export { coordinatorMetrics } from './metrics.ts';
export { momentsIn } from './moment-row.ts';
export type { NoisyPiece } from './noisy-pieces.ts';
export { createQuestionLog, type QuestionLog } from './records.ts';
export { createRoundLog, type RoundLog } from './total/rounds.ts';
export { ask as askSites } from './verbs/ask.ts';
export { facts as factsOfSites } from './verbs/facts.ts';
