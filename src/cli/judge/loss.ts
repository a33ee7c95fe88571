import type { FederatedReply, Statement } from '../../contract/index.ts';
import { lossAcross } from '../../coordinator/index.ts';
import { formatEpsilon, parseEpsilon } from '../../privacy/index.ts';

type Loss = FederatedReply['loss'];

/** What these answers cost a patient, and no less by all so far, of which the coordinator alone knows. */
export function ownLoss(said: Loss, answers: readonly Statement[]): Loss {
  const own = said && lossAcross(answers, { so: [], sitesMax: said.sites });
  if (!said || !own) {
    return null;
  }
  const [least, total] = [own.question, said.total].map((text) => parseEpsilon(text) ?? 0n);
  return { ...own, total: formatEpsilon(larger(least ?? 0n, total ?? 0n)) };
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
