import { describe, expect, it } from 'vitest';
import { proven } from '../../src/cli/judge/evidence.ts';
import { ownReply } from '../../src/cli/judge/reply.ts';
import { documentsByName } from '../../src/cli/policy/policy-documents.ts';
import { loadPolicyFile } from '../../src/cli/policy/policy-file.ts';
import {
  type FederatedReply,
  measuresOf,
  type ReleasedWire,
  type Request,
  readRequest,
  type SiteOutcome,
} from '../../src/contract/index.ts';
import { combineReplies } from '../../src/coordinator/index.ts';
import { isObjection, planned, statementOf } from '../../src/query/index.ts';
import { declared } from '../query/support/declared.ts';
import { logKeyOf, receiptOf } from '../support/own-log.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { POLICY_FILE } from '../support/site-folder.ts';

const SITES = ['a', 'b', 'c'];
const draft = { count: 'patients' as const, by: ['PatientSex'], epsilon: '0.5', blocks: [2025, 2026] };
const signed = signedQuestion({ secretKey: analyst().secretKey, draft, sites: SITES });
const request = readRequest('question', signed)?.request as Request;
const policyFor = documentsByName([loadPolicyFile(POLICY_FILE)]);
const policy = policyFor(request.policy)!;
const keys = SITES.map(logKeyOf);

/** What a site of this policy says, in numbers that are all ten, with a receipt that holds. */
function outcome(site: string, change: Partial<ReleasedWire> = {}, state: SiteOutcome['state'] = 'answered') {
  const facts = declared(policy, { site, project: request.project, blocks: [2026] });
  const statement = planned({ policy, query: request.query, facts }, (plan) => statementOf(plan));
  if (isObjection(statement)) {
    throw new Error(statement.detail);
  }
  const values = statement.pieces.map(({ width }) => Array.from({ length: width * statement.keys.length }, () => '10'));
  const answer: ReleasedWire = { ...statement, state: 'released', values, ...change };
  return { site, state, reply: { answer, replayed: false, receipt: receiptOf(answer) } };
}

/** What a coordinator says of these, which adds up what it says has answered. */
function told(sites: readonly SiteOutcome[]): FederatedReply {
  const combination = combineReplies(sites, { minSites: request.minSites, asked: measuresOf(request.query) });
  const loss = { sites: 3, question: '1.5', total: '1.5' };
  return {
    ...{ requestId: request.id, combined: null, ...combination },
    ...{ sites: [...sites], loss, blocksLeftOut: [2025] },
  };
}

const sums = ({ combined }: FederatedReply) => [combined?.sites, [...new Set(combined?.pieces[0]?.values)]];
const [a, b, c] = SITES.map((site) => outcome(site));
/** The third site's answer in another shape than the question's. */
const other = (state: SiteOutcome['state']) => outcome('c', { caps: { groupsPerPatient: 9 } }, state);

describe('a sum of which an answer in another shape is no part', () => {
  it('is taken as it is, with what the misfit costs', () => {
    const own = ownReply(told([a!, b!, other('misfit')]), request, policyFor);
    expect(sums(own)).toEqual([['a', 'b'], ['20']]);
    expect(own.loss?.question).toBe('1.5');
  });

  it('has that of an honest site in it all the same which the coordinator calls a misfit, and no answer to another question', () => {
    const reason = 'The site answered in another shape than the question’s.';
    const lie = told([a!, b!, { ...c!, state: 'misfit', reason }]);
    const slandered = ownReply(lie, request, policyFor);
    expect(sums(slandered)).toEqual([SITES, ['30']]);
    expect(slandered.sites[2]).toEqual(c);
    const elsewhere = outcome('c', { queryHash: 'f'.repeat(64) }, 'misfit');
    expect(sums(ownReply(told([a!, b!, elsewhere]), request, policyFor))).toEqual([['a', 'b'], ['20']]);
    expect(sums(ownReply(lie, request, () => undefined))).toEqual([['a', 'b'], ['20']]);
  });

  it('is refused where the numbers of the misfit are in it', () => {
    const all = told([a!, b!, c!]);
    const lie = { ...all, sites: [a!, b!, { ...c!, state: 'misfit' as const }] };
    expect(sums(ownReply(all, request, policyFor))).toEqual([SITES, ['30']]);
    expect(() => ownReply(lie, request, policyFor)).toThrow(/not what the sites’ answers come to/);
  });
});

describe('an answer that its site’s log key does not prove', () => {
  const bare = (one: SiteOutcome): SiteOutcome => ({ ...one, reply: { ...one.reply!, receipt: null } });
  const broken = (one: SiteOutcome): SiteOutcome => ({
    ...one,
    reply: { ...one.reply!, receipt: { ...one.reply!.receipt!, proof: 'x' } },
  });
  const made = (one: SiteOutcome): SiteOutcome => ({
    ...one,
    reply: { ...one.reply!, answer: { ...(one.reply!.answer as ReleasedWire), definition: 'made up' } },
  });
  const shown = (sites: readonly SiteOutcome[], given = keys) =>
    proven(ownReply(told(sites), request, policyFor), request, given);

  it('is shown where each is proven', () => {
    expect(shown([a!, b!, c!])).toEqual(told([a!, b!, c!]));
  });

  it.each([
    ['has no receipt', bare],
    ['has a broken one', broken],
    ['has one of other numbers', made],
  ])('costs its own site’s part alone, and is not shown, where it %s', (_, change) => {
    const own = shown([a!, b!, change(c!)]);
    expect(sums(own)).toEqual([['a', 'b'], ['20']]);
    const reason = expect.stringMatching(/^Nothing shows that what is given as its answer is its own: /);
    expect(own.sites[2]).toEqual({ site: 'c', state: 'unavailable', reason });
    // It may have been charged for all the same.
    expect(own.loss?.question).toBe('1.5');
    expect(own.blocksLeftOut).toEqual([2025]);
  });

  it('is not shown as a misfit either, which is in no sum', () => {
    const own = shown([a!, b!, bare(other('misfit'))]);
    expect(own.sites[2]).toMatchObject({ site: 'c', state: 'unavailable' });
    expect(own.sites[2]).not.toHaveProperty('reply');
    expect(shown([a!, b!, other('misfit')]).sites[2]).toMatchObject({ state: 'misfit', reply: {} });
  });

  it('leaves too few, which is said, or nothing, which is an error', () => {
    const few = shown([a!, bare(b!), bare(c!)]);
    expect(few).toMatchObject({ combined: null, notCombined: 'Fewer than 2 sites answered.' });
    expect(few.sites.map(({ state }) => state)).toEqual(['answered', 'unavailable', 'unavailable']);
    const lacking = shown([a!, b!, c!], keys.slice(0, 2)).sites[2];
    expect(lacking?.reason).toBe(
      'Nothing shows that what is given as its answer is its own: the log keys that --log-key gives lack that of sfumato/c.',
    );
    expect(() => shown([a!, b!, c!], [])).toThrow(
      expect.objectContaining({ code: 'evidence-broken', message: expect.stringMatching(/^a: .* b: .* c: /) }),
    );
  });
});
