import { describe, expect, it } from 'vitest';
import { proven } from '../../src/cli/judge/evidence.ts';
import { expectedShape } from '../../src/cli/judge/expected-shapes.ts';
import { ownReply } from '../../src/cli/judge/reply.ts';
import { documentsByName } from '../../src/cli/policy/policy-documents.ts';
import { loadPolicyFile } from '../../src/cli/policy/policy-file.ts';
import {
  type FederatedReply,
  type MaskedWire,
  measuresOf,
  type Request,
  readRequest,
  type Statement,
} from '../../src/contract/index.ts';
import { sumTotal } from '../../src/coordinator/index.ts';
import { isObjection, planned, statementOf } from '../../src/query/index.ts';
import { declared } from '../query/support/declared.ts';
import { logKeyOf, receiptOf } from '../support/own-log.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { POLICY_FILE } from '../support/site-folder.ts';
import { release } from '../support/spoken-site.ts';

const draft = { count: 'patients' as const, by: ['PatientSex'], epsilon: '0.5' };
const signing = { secretKey: analyst().secretKey, draft, sites: ['a', 'b'], change: { release: 'total' as const } };
const request = readRequest('question', signedQuestion(signing))?.request as Request;
const unknown = () => undefined;

/** A site's vector, as if it had masked these words. */
function vector(site: string, words: readonly bigint[], round = 'd'.repeat(64)) {
  const { state: _, values: __, ...statement } = release(site);
  return masked(statement, words, { round });
}

/** A vector of this statement, with a receipt that its site's log key proves. */
function masked(statement: Statement, words: readonly bigint[], change: Partial<MaskedWire> = {}) {
  const answer: MaskedWire = {
    ...{ ...statement, state: 'masked', round: 'd'.repeat(64), start: { attempt: 1, nonce: 'e'.repeat(32) } },
    shares: { parts: 1, count: 2 },
    vector: Buffer.from(BigUint64Array.from(words).buffer).toString('base64url'),
    ...change,
  };
  return { answer, receipt: receiptOf(answer) };
}

const VECTORS = [vector('a', [2n ** 64n - 5n, 7n]), vector('b', [12n, 2n ** 64n - 9n])];

/** What a coordinator says of these vectors, and which it gives with it. */
function total(receipts = VECTORS, summed = VECTORS): FederatedReply {
  const sum = sumTotal(
    summed.map(({ answer }) => answer),
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
    [
      'comes with a site’s own answer',
      {
        ...total(),
        sites: total().sites.map((one) => ({
          ...one,
          reply: { answer: release(one.site), replayed: false, receipt: null },
        })),
      },
    ],
    ['has two of one site', total([VECTORS[0]!, VECTORS[0]!])],
    ['is of two rounds', total([VECTORS[0]!, vector('b', [12n, 2n ** 64n - 9n], 'f'.repeat(64))])],
  ])('is refused where it %s', (_, reply) => {
    expect(() => ownReply(reply, request, unknown)).toThrow(expect.objectContaining({ code: 'peer-invalid' }));
  });

  it('costs no less, and is of no more years, than the vectors say', () => {
    const loss = { sites: 2, question: '0', total: '0.25' };
    expect(ownReply({ ...total(), loss }, request, unknown).loss).toEqual({ sites: 2, question: '1', total: '1' });
    const dear = { ...loss, total: '7' };
    expect(ownReply({ ...total(), loss: dear }, request, unknown).loss?.total).toBe('7');
    // What attempts before this one cost is the coordinator's word, where more were signed.
    const [once, twice] = [1, 2].map((maxAttempts) => ({ ...request, maxAttempts }));
    const tried = { sites: 2, question: '1.5', total: '1.5' };
    expect(ownReply({ ...total(), loss: tried }, once!, unknown).loss?.question).toBe('1');
    expect(ownReply({ ...total(), loss: tried }, twice!, unknown).loss).toEqual(tried);
    expect(ownReply({ ...total(), loss }, twice!, unknown).loss?.question).toBe('1');
    const more = { ...request, query: { ...request.query, blocks: [2025, 2026] } };
    expect(ownReply(total(), more, unknown).blocksLeftOut).toEqual([2025]);
    expect(ownReply({ ...total(), blocksLeftOut: [2026] }, request, unknown).blocksLeftOut).toBeUndefined();
  });

  it('is shown where the log keys that were given prove every vector, and else not', () => {
    const keys = ['a', 'b'].map(logKeyOf);
    expect(proven(total(), request, keys)).toEqual(total());
    const [a, b] = [VECTORS[0]!, VECTORS[1]!];
    const broken = total([a, { ...b, receipt: { ...b.receipt, proof: 'x' } }]);
    const made = total([a, { answer: vector('b', [13n, 0n]).answer, receipt: b.receipt }]);
    for (const [reply, given] of [
      [broken, keys],
      [made, keys],
      [total(), keys.slice(0, 1)],
    ] as const) {
      expect(() => proven(reply, request, given)).toThrow(
        expect.objectContaining({ code: 'evidence-broken', message: expect.stringMatching(/^b: Nothing shows/) }),
      );
    }
  });
});

describe('a total of a question whose document is here', () => {
  const policyFor = documentsByName([loadPolicyFile(POLICY_FILE)]);
  const policy = policyFor(request.policy)!;
  const parts = expectedShape(policy, request)?.parts ?? 0;

  /** Both sites' vectors, as the policy makes them of the question but for this. */
  function reply(change: Partial<MaskedWire>): FederatedReply {
    const vectors = ['a', 'b'].map((site) => {
      const facts = declared(policy, { site, project: request.project });
      const statement = planned({ policy, query: request.query, facts }, (plan) => statementOf(plan));
      if (isObjection(statement)) {
        throw new Error(statement.detail);
      }
      const words = Array.from({ length: statement.keys.length }, () => 5n);
      return masked(statement, words, { shares: { parts, count: 2 }, ...change });
    });
    return total(vectors, vectors);
  }

  it('is taken in the shape and with the noise that the policy makes of it', () => {
    const own = ownReply(reply({}), request, policyFor);
    expect(new Set(own.combined?.pieces[0]?.values)).toEqual(new Set(['10']));
  });

  it.each<[string, Partial<MaskedWire>]>([
    ['of another shape', { caps: { groupsPerPatient: 9 } }],
    ['with noise of more parts, which is less', { shares: { parts: parts + 1, count: 2 } }],
  ])('is refused where all vectors alike are %s', (_, change) => {
    expect(() => ownReply(reply(change), request, policyFor)).toThrow(/not of one round of this question/);
    expect(ownReply(reply(change), request, unknown).combined).not.toBeNull();
  });
});
