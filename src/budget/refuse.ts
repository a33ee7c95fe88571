import { canonicalJson, dropOldest, LIMITS } from '../base/index.ts';
import {
  answerDigest,
  type Objection,
  type RefusalCode,
  type RefusedWire,
  refusedBy,
  wholeHour,
} from '../contract/index.ts';
import { makeRefusal, type Refusal } from './answer.ts';
import { type Actor, actorOf, type Desk } from './desk.ts';
import type { RequestRef } from './kinds.ts';

/** Codes of what no known key has signed: counted only, for a flood of them must not fill the disk. */
const UNSIGNED = ['malformed', 'bad-signature', 'unknown-key'] as const satisfies readonly RefusalCode[];
type UnsignedCode = (typeof UNSIGNED)[number];
/** A code that can be only counted: those, and that the site may answer nobody, where nothing may be recorded either. */
export type CountedCode = UnsignedCode | 'unavailable';

/** A “no” to a request that a known key has signed. */
export interface RefuseInput extends Actor, Omit<Objection, 'code'> {
  readonly code: Exclude<RefusalCode, UnsignedCode>;
  readonly ref?: RequestRef;
}

/**
 * Records a refusal, once for every copy of a request in this process, and resolves once it is durable. It costs nothing and does not use up the request id: the same request
 * may be asked again once what stood in its way is gone. @throws SfumatoError when the journal stopped.
 */
export async function refuse(desk: Desk, input: RefuseInput): Promise<Refusal> {
  const { ref, code } = input;
  const repeated = ref && `${ref.textHash} ${canonicalJson(refusalWire(desk, input))}`;
  const known = repeated === undefined ? undefined : desk.refusals.get(repeated);
  if (known !== undefined) {
    desk.journal();
    return makeRefusal({ ...known, replayed: true });
  }
  const answer = refusalWire(desk, input, ref);
  const opening = desk.freshId();
  const body = { request: ref ?? null, code, digest: answerDigest(answer, opening) };
  const { record, durable } = desk.journal().append({ kind: 'refuse', ...actorOf(input), body });
  await durable;
  const receipt = desk.receipt(record, { kind: 'refuse', opening });
  const content = { answer, replayed: false, receipt };
  if (repeated !== undefined) {
    desk.refusals.set(repeated, content);
    // Forgetting one costs a record, no more.
    dropOldest(desk.refusals, LIMITS.refusalsKeptMax);
  }
  return makeRefusal(content);
}

/** A “no” without a record. */
export interface CountInput extends Omit<Objection, 'code'> {
  readonly code: CountedCode;
}

/** Refuses without a record. */
export function countRefusal(desk: Desk, input: CountInput): Refusal {
  return makeRefusal({ answer: refusalWire(desk, input), replayed: false, receipt: null });
}

/** A “no” as it is told; one that goes on record says which request it is to, or its receipt would show a “no” to anything. */
export function refusalWire(
  { site, journal }: Desk,
  objection: Objection,
  ref?: Pick<RequestRef, 'id' | 'textHash'>,
): RefusedWire {
  const of = ref && { requestId: ref.id, textHash: ref.textHash, hourMs: wholeHour(journal().nowMs()) };
  return { ...refusedBy(site, objection), ...(of === undefined ? {} : { of }) };
}
