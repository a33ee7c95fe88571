import type { Entropy } from '../base/index.ts';
import type { Journal } from '../journal/index.ts';
import type { SiteLink, Witness } from '../link/index.ts';
import type { CoordinatorConfig } from './config.ts';
import type { CoordinatorFault } from './fault.ts';
import type { QuestionLog } from './records.ts';
import type { RoundLog } from './total/rounds.ts';

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
  /** Where the coordinator is a witness. */
  readonly witness?: Witness | undefined;
  /** Called at named steps of a question, for recovery drills. */
  readonly fault: (point: CoordinatorFault) => void;
}
