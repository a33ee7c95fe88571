import type { Entropy } from '../base/index.ts';
import type { Request } from '../contract/index.ts';
import type { Journal } from '../journal/index.ts';
import type { SiteLink, Witness } from '../link/index.ts';
import type { CoordinatorConfig } from './config.ts';
import type { CoordinatorFault } from './fault.ts';
import type { QuestionLog } from './records.ts';
import type { RoundLog } from './total/rounds.ts';
import type { TotalTurns } from './total/turns.ts';
import type { UnderWay } from './under-way.ts';

/** What the answer to a question has to look like: `releaseShape`, and of how many shares the noise of a total is made. */
export interface ExpectedShape {
  readonly shape: string;
  readonly parts: number;
}

/** What every verb of the coordinator works with. It holds no key: it can forward questions, not make them. */
export interface CoordinatorContext {
  readonly config: CoordinatorConfig;
  readonly links: ReadonlyMap<string, SiteLink>;
  readonly journal: Journal;
  /** What the journal says of questions. */
  readonly questions: QuestionLog;
  readonly entropy: Entropy;
  /** The attempts at totals, a fold of the journal. */
  readonly rounds: RoundLog;
  readonly totalTurns: TotalTurns;
  readonly underWay: UnderWay;
  /** Where the coordinator is a witness. */
  readonly witness?: Witness | undefined;
  /** What the question's answer has to look like, where the document of its policy is known here. */
  readonly shapeOf?: ((request: Request) => ExpectedShape | undefined) | undefined;
  /** Called at named steps of a question, for recovery drills. */
  readonly fault: (point: CoordinatorFault) => void;
}
