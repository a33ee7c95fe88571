import { describe, expect, it } from 'vitest';
import { requireEvidence } from '../../src/cli/ask/evidence.ts';
import { ownReply } from '../../src/cli/ask/own-reply.ts';
import {
  type FederatedReply,
  type MaskedWire,
  measuresOf,
  type Request,
  readRequest,
} from '../../src/contract/index.ts';
import { sumTotal } from '../../src/coordinator/index.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { release } from '../support/spoken-site.ts';

const draft = { count: 'patients' as const, by: ['PatientSex'], epsilon: '0.5' };
const signing = { secretKey: analyst().secretKey, draft, sites: ['a', 'b'], change: { release: 'total' as const } };
const request = readRequest('question', signedQuestion(signing))?.request as Request;
const RECEIPT = { seq: 1, kind: 'commit' as const, recordHash: 'a'.repeat(64), opening: 'a'.repeat(32), proof: 'x' };
const unknown = () => undefined;

/** A site's vector, as if it had masked these words. */
function vector(site: string, words: readonly bigint[], round = 'd'.repeat(64)) {
  const { state: _, values: __, ...statement } = release(site);
  const answer: MaskedWire = {
    ...{ ...statement, state: 'masked', round, start: { attempt: 1, nonce: 'e'.repeat(32) } },
    shares: { parts: 1, count: 2 },
    vector: Buffer.from(BigUint64Array.from(words).buffer).toString('base64url'),
  };
  return { answer, receipt: { ...RECEIPT, site } };
}

const VECTORS = [vector('a', [2n ** 64n - 5n, 7n]), vector('b', [12n, 2n ** 64n - 9n])];

/** What a coordinator says of these vectors. */
function total(receipts = VECTORS): FederatedReply {
  const sum = sumTotal(
    VECTORS.map(({ answer }) => answer),
    measuresOf(request.query),
  );
  const sites = ['a', 'b'].map((site) => ({ site, state: 'answered' as const, charged: '0.5' }));
  return { requestId: request.id, sites, loss: null, combined: null, ...sum, receipts };
}

describe('a total', () => {
  it('is worked out again of the sites’ vectors', () => {
    const own = ownReply(total(), request, unknown);
    expect(own.combined?.pieces[0]?.values).toEqual(['7', '-2']);
    expect(own.combined?.results).toEqual(total().combined?.results);
  });

  it.each<[string, FederatedReply]>([
    ['is another than they add up to', total([VECTORS[0]!, vector('b', [13n, 0n])])],
    ['lacks one of them', total(VECTORS.slice(1))],
    ['has two of one site', total([VECTORS[0]!, VECTORS[0]!])],
    ['is of two rounds', total([VECTORS[0]!, vector('b', [12n, 2n ** 64n - 9n], 'f'.repeat(64))])],
  ])('is refused where it %s', (_, reply) => {
    expect(() => ownReply(reply, request, unknown)).toThrow(expect.objectContaining({ code: 'peer-invalid' }));
  });

  it('is not shown where log keys were given and do not prove the vectors', () => {
    expect(() => requireEvidence(total(), request, [])).toThrow(expect.objectContaining({ code: 'evidence-broken' }));
  });
});
