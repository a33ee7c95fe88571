import { canonicalJson, type SfumatoError } from '../../base/index.ts';
import {
  type FederatedReply,
  type MaskedWire,
  measuresOf,
  type Receipted,
  type Request,
} from '../../contract/index.ts';
import { type ExpectedShape, fittingPart, oddVectors, sumTotal } from '../../coordinator/index.ts';
import { inWords } from './words.ts';

/** What a total is held against, and how it is refused. */
interface Holding {
  readonly request: Request;
  readonly expected: ExpectedShape | undefined;
  readonly invalid: (why: string) => SfumatoError;
}

/** A masked vector with its receipt. */
export type Vector = Receipted & { readonly answer: MaskedWire };

/** Each site's masked vector among the receipts, in the order of the request; fewer where some gave none. */
export function vectorsOf({ receipts = [] }: FederatedReply, { sites }: Request): readonly Vector[] {
  const masked = receipts.filter((one): one is Vector => one.answer.state === 'masked');
  return sites.flatMap((site) => masked.find(({ answer }) => answer.site === site) ?? []);
}

/** A total as it follows from the sites' vectors, in which no site's part is seen, and what they cost. @throws what `invalid` makes. */
export function ownTotal(reply: FederatedReply, { request, expected, invalid }: Holding): FederatedReply {
  const { combined } = reply;
  if (combined === null) {
    return reply;
  }
  const vectors = vectorsOf(reply, request).map(({ answer }) => fittingPart({ answer }, request).answer);
  if (vectors.length < request.sites.length) {
    throw invalid('gives a total without a vector of each site');
  }
  if (oddVectors(vectors, vectors[0]?.round ?? '', expected) !== undefined) {
    throw invalid('gives a total of vectors that are not of one round of this question');
  }
  const again = sumTotal(vectors, measuresOf(request.query));
  if (!('combined' in again) || sumsOf(again.combined) !== sumsOf(combined)) {
    throw invalid('holds a total that the sites’ vectors do not add up to');
  }
  const given = vectors.map((answer) => ({ state: 'answered' as const, answer }));
  return inWords({ ...reply, combined: again.combined }, request, given);
}

/** The whole numbers of an answer, and of which sites. What is worked out of them may differ in the last digit between two machines. */
export function sumsOf({ sites, keys, pieces }: NonNullable<FederatedReply['combined']>): string {
  return canonicalJson({ sites, keys, pieces });
}
