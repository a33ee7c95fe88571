import { type Loss, multiplyLoss } from '../privacy/index.ts';
import type { Books, Commit, Reservation } from './books.ts';
import type { RequestRef } from './kinds.ts';
import type { MeterId } from './meter-id.ts';
import { requestIdOf } from './scope.ts';

/** What one request was charged, and where its answer stands in the log; nothing of what the answer says. */
export interface Spending {
  /** The reservation's id. */
  readonly id: string;
  /** Whose signature the request bears (base64url), and in which project. */
  readonly key: string;
  readonly project: string;
  /** The request that was charged, by its id and the hash of its signed text. */
  readonly request: Pick<RequestRef, 'id' | 'textHash'>;
  readonly meters: readonly MeterId[];
  /** The ε that was signed, in nano-ε. */
  readonly nanoEpsilon: bigint;
  /** What each of the meters was charged for it in all, resumptions included, in the units of the site's accountant. */
  readonly loss: Loss;
  readonly snapshot: string;
  /** When it was admitted, in milliseconds since 1970-01-01 UTC: how long it then took depends on patients, and is not told. */
  readonly admittedMs: number;
  /** Its answer; none while it is under way. */
  readonly end?: Pick<Commit, 'state' | 'digest'> & { readonly seq: number; readonly recordHash: string };
}

/** Everything that was charged and not given back, the oldest first. */
export function spendingsOf({ reservations, requests }: Books): readonly Spending[] {
  return [...reservations.values()]
    .filter(({ end }) => end !== 'voided')
    .map((one) => spendingOf(one, requests.get(one.scope)?.textHash ?? ''));
}

function spendingOf(reservation: Reservation, textHash: string): Spending {
  const { id, scope, meters, nanoEpsilon, loss, charges, snapshot, admittedMs, end } = reservation;
  const [key = '', project = ''] = scope.split(' ');
  const request = { id: requestIdOf(scope), textHash };
  const charged = { request, nanoEpsilon, loss: multiplyLoss(loss, charges), snapshot, admittedMs };
  if (end === undefined || end === 'voided') {
    return { id, key, project, meters, ...charged };
  }
  const { state, digest, reference } = end;
  const { seq, recordHash } = reference;
  return { id, key, project, meters, ...charged, end: { state, digest, seq, recordHash } };
}
