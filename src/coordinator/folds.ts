import type { Fold } from '../journal/index.ts';
import { createPeerLog, watchesNothing } from '../link/index.ts';
import { createQuestionLog } from './records.ts';
import { createRoundLog } from './total/rounds.ts';

/** Everything that a coordinator's journal holds, for who only reads it. */
export function coordinatorFolds(): readonly Fold[] {
  return [createQuestionLog(), createRoundLog(), createPeerLog(), watchesNothing()];
}
