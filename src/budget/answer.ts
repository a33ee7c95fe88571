import { vault } from '../base/index.ts';
import {
  type AnswerWire,
  type Collapse,
  type LeftWire,
  MaskReply,
  type Receipt,
  type Reply,
} from '../contract/index.ts';

declare const answered: unique symbol;
declare const refusal: unique symbol;
declare const contributed: unique symbol;

/** An answer whose commit is durable. Opaque: it can be sent, and nothing else. */
export interface Answered {
  readonly [answered]: true;
}
/** A “no” whose record is durable, or which is only counted. */
export interface Refusal {
  readonly [refusal]: true;
}

/** A masked vector whose commit is durable. Opaque; it is no answer, and no procedure that answers lets it through. */
export interface Contributed {
  readonly [contributed]: true;
}

/** What left or leaves, and where it stands. */
export interface AnswerContent<Left extends LeftWire = AnswerWire> {
  readonly answer: Left;
  readonly replayed: boolean;
  readonly receipt: Receipt | null;
  /** Where the answer is a finer table: how it is added up. */
  readonly collapse?: Collapse | undefined;
}

const answers = vault<AnswerContent>('answer');
const contributions = vault<AnswerContent<LeftWire>>('masked vector that was committed');

// The only casts from an empty token to its type. `index.ts` doesn't export the functions that make one.

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
 * What travels; the procedure that sends it parses it. The canonical JSON of `answer` is the same every time, for every replay.
 * @throws AssertionFailure for anything that `isAnswer` denies.
 */
export function toReply(answer: Answered | Refusal): Reply {
  return answers.look(answer);
}

/** Makes a contribution; for the commit of a masked vector that is durable. */
export function makeContributed(content: AnswerContent<LeftWire>): Contributed {
  return contributions.put(Object.freeze({ ...content })) as Contributed;
}

/** Whether `value` was made here, as a contribution to a round or as the “no” to one. */
export function isContribution(value: unknown): value is Contributed | Answered | Refusal {
  return contributions.holds(value) || isAnswer(value);
}

/** As `toReply`. @throws AssertionFailure for anything that `isContribution` denies; ZodError for an answer in clear. */
export function toMaskReply(contribution: Contributed | Answered | Refusal): MaskReply {
  const content = contributions.holds(contribution) ? contributions.look(contribution) : answers.look(contribution);
  const { answer, replayed, receipt } = content;
  return MaskReply.parse({ answer, replayed, receipt });
}
