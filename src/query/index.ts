/** Floor 2: a request becomes a plan, a plan one statement, and its result an `Exact` that only the gate can open. */
export type { CellKey } from './cells.ts';
export { type DryRun, dryRun } from './dry-run.ts';
export { type FinerAnswer, finerAnswers } from './finer-answers.ts';
export { isObjection } from './objection.ts';
export { type Outline, type Plan, planned } from './plan.ts';
export type { DeclaredFacts, PlanInput } from './question.ts';
export { type Admission, type RunInput, run } from './run.ts';
export { openSnapshot, type Snapshot } from './snapshot.ts';
export { statementOf } from './statement.ts';
export { type SharedNoise, totalObjection, totalPiece } from './total.ts';
