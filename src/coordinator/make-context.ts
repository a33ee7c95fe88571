import type { Fold } from '../journal/index.ts';
import type { CoordinatorContext } from './context.ts';
import { createQuestionLog, type QuestionLog } from './records.ts';
import { createRoundLog, type RoundLog } from './total/rounds.ts';
import { totalTurns } from './total/turns.ts';
import { createUnderWay } from './under-way.ts';

/** What a coordinator that asks knows of its journal; the journal is opened with `folds`. */
export interface CoordinatorMemory {
  readonly questions: QuestionLog;
  readonly rounds: RoundLog;
  readonly folds: readonly Fold[];
}

/** The memory of a journal that is still to be opened. */
export function coordinatorMemory(): CoordinatorMemory {
  const [questions, rounds] = [createQuestionLog(), createRoundLog()];
  return Object.freeze({ questions, rounds, folds: [questions, rounds] });
}

/** Of what a context is made; nothing is drilled unless `fault` says so. */
export interface ContextParts
  extends Pick<CoordinatorContext, 'config' | 'links' | 'journal' | 'entropy' | 'witness' | 'shapeOf'> {
  readonly memory: CoordinatorMemory;
  readonly fault?: CoordinatorContext['fault'];
}

/** The context of a coordinator with nothing under way. */
export function coordinatorContext({ memory, fault = () => undefined, ...parts }: ContextParts): CoordinatorContext {
  const { questions, rounds } = memory;
  return { ...parts, questions, rounds, totalTurns: totalTurns(), underWay: createUnderWay(), fault };
}
