import { vault } from '../base/index.ts';
import { AnswerWire, type Collapse, type Receipt, type Reply } from '../contract/index.ts';

declare const answered: unique symbol;
declare const refusal: unique symbol;

/** An answer whose commit is durable. Opaque: it can be sent, and nothing else. */
export interface Answered {
  readonly [answered]: true;
}
/** A “no” whose record is durable, or which is only counted. */
export interface Refusal {
  readonly [refusal]: true;
}

/** What an answer says: the canonical JSON of an `AnswerWire`, and where it stands. */
export interface AnswerContent {
  readonly text: string;
  readonly replayed: boolean;
  readonly receipt: Receipt | null;
  /** Where the answer is a finer table: how it is added up. */
  readonly collapse?: Collapse | undefined;
}

const answers = vault<AnswerContent>('answer');

// The only casts from an empty token to its type. `index.ts` doesn't export the two functions that make one.

/** Makes an answer; for a commit that is durable. */
export function makeAnswered(content: AnswerContent): Answered {
  return answers.put(Object.freeze({ ...content })) as Answered;
}

/** Makes a refusal; for a record that is durable, or a code that is only counted. */
export function makeRefusal(content: AnswerContent): Refusal {
  return answers.put(Object.freeze({ ...content })) as Refusal;
}

/** Whether `value` was made here: an object of any other origin, whatever its type says, is no answer. */
export function isAnswer(value: unknown): value is Answered | Refusal {
  return answers.holds(value);
}

/**
 * What travels. The canonical JSON of `answer` is the same every time, for every replay.
 * @throws AssertionFailure for anything that `isAnswer` denies.
 */
export function toReply(answer: Answered | Refusal): Reply {
  const { text, replayed, receipt, collapse } = answers.look(answer);
  const reply = { answer: AnswerWire.parse(JSON.parse(text)), replayed, receipt };
  return collapse === undefined ? reply : { ...reply, collapse };
}
