import type { FederatedReply, Statement } from '../../contract/index.ts';
import { costsOf, lossAcross } from '../../coordinator/index.ts';
import { formatEpsilon, parseEpsilon } from '../../privacy/index.ts';

type Loss = FederatedReply['loss'];

/**
 * What these answers cost a patient, and no less by all so far, of which the coordinator alone knows; so it does of the attempts at a
 * total before the one that gave it, where `maxAttempts` signed more than one.
 */
export function ownLoss(said: Loss, answers: readonly Statement[], maxAttempts: number): Loss {
  const own = said && lossAcross(costsOf(answers), { so: [], sitesMax: said.sites });
  if (!said || !own) {
    return null;
  }
  const [least = 0n, more = 0n, total = 0n] = [own.question, said.question, said.total].map(
    (text) => parseEpsilon(text) ?? 0n,
  );
  const question = maxAttempts > 1 ? larger(least, more) : least;
  return { ...own, question: formatEpsilon(question), total: formatEpsilon(larger(question, total)) };
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
