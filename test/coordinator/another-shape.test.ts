import { afterEach, describe, expect, it } from 'vitest';
import { answerText } from '../../src/cli/ask/show.ts';
import { expectedShapes } from '../../src/cli/judge/expected-shapes.ts';
import { ownReply } from '../../src/cli/judge/reply.ts';
import { siteEffects } from '../../src/cli/meta/site-effects.ts';
import { documentsByName } from '../../src/cli/policy/policy-documents.ts';
import { loadPolicyFile } from '../../src/cli/policy/policy-file.ts';
import { methodsText } from '../../src/cli/workbench/methods-text.ts';
import {
  type FederatedReply,
  type Query,
  type ReleasedWire,
  type Request,
  readRequest,
  receiptsOf,
} from '../../src/contract/index.ts';
import { askSites } from '../../src/coordinator/index.ts';
import { accountantOf } from '../../src/privacy/index.ts';
import { isObjection, planned, statementOf } from '../../src/query/index.ts';
import { declared } from '../query/support/declared.ts';
import { analyst, signedQuestion } from '../support/signing.ts';
import { POLICY_FILE, policyFile } from '../support/site-folder.ts';
import { closeSites, siteThatSays, testCoordinator } from '../support/spoken-site.ts';

const policy = loadPolicyFile(POLICY_FILE);
const ada = analyst();
const RECEIPT = { seq: 1, kind: 'commit' as const, recordHash: 'a'.repeat(64), opening: 'b'.repeat(32), proof: '' };
const ASKED: Query = { count: 'patients', by: ['PatientSex'], blocks: [2026], epsilon: '0.5' };
afterEach(closeSites);

/** What a site of this policy says to a question, in numbers that are all ten. */
function says(site: string, query: Query, more: Partial<Parameters<typeof declared>[1]> = {}, under = policy) {
  const facts = declared(under, { site, project: site, ...more });
  const statement = planned({ policy: under, query, facts }, (plan) => statementOf(plan));
  if (isObjection(statement)) {
    throw new Error(statement.detail);
  }
  const values = statement.pieces.map(({ width }) => Array.from({ length: width * statement.keys.length }, () => '10'));
  return { ...statement, state: 'released' as const, values };
}

/** The request of a reply that `askOf` gave. */
function asked(sites: string[], { requestId: id }: FederatedReply): Request {
  const signed = signedQuestion({ secretKey: ada.secretKey, draft: ASKED, sites });
  return { ...(readRequest('question', signed)?.request as Request), id };
}

interface Said {
  readonly answer: ReleasedWire;
  readonly collapse?: { readonly over: string[]; readonly queryHash: string };
}

/** What a coordinator that knows the policy makes of these answers. */
async function askOf(answers: readonly Said[], query = ASKED, knows = true): Promise<FederatedReply> {
  const sites = await Promise.all(
    answers.map(({ answer, ...more }) => {
      const receipt = { ...RECEIPT, site: answer.site };
      return siteThatSays(answer.site, { answer, replayed: false, receipt, ...more });
    }),
  );
  const { ctx, journal } = await testCoordinator(sites, {}, knows ? { shapeOf: expectedShapes([]) } : {});
  const signed = signedQuestion({ secretKey: ada.secretKey, draft: query, sites: sites.map(({ id }) => id).sort() });
  const reply = await askSites({ ctx, input: { signed } });
  await journal.close();
  return reply;
}

const lies: [string, Partial<ReleasedWire>][] = [
  ['another question’s hash', { queryHash: 'f'.repeat(64) }],
  ['other cells', { keys: says('x', ASKED).keys.map((key, at) => (at === 0 ? { PatientSex: 'X' } : key)) }],
  ['other caps', { caps: { groupsPerPatient: 2 } }],
  ['another policy', { policy: { ...says('x', ASKED).policy, disclosure: 'f'.repeat(64) } }],
  ['another measure', { measures: [{ kind: 'count', of: 'studies', fields: [], perGroup: 1 }] }],
];

describe('an answer in another shape than the question’s', () => {
  it.each(lies)('costs its own site’s part alone: %s', async (_, change) => {
    const reply = await askOf([
      { answer: says('a', ASKED) },
      {
        answer: says('b', ASKED, { accountant: accountantOf({ kind: 'zcdp', delta: '0.000001' }), sizeClass: 'large' }),
      },
      { answer: { ...says('liar', ASKED), ...change } },
    ]);
    expect(reply.combined?.sites).toEqual(['a', 'b']);
    expect(reply.sites.map(({ state }) => state)).toEqual(['answered', 'answered', 'misfit']);
    expect(reply.sites[2]).toMatchObject({ reason: 'The site answered in another shape than the question’s.' });
    // It has charged for it: the asker gets the receipt, and sees the cost.
    expect(receiptsOf(reply)).toHaveLength(3);
    expect(answerText(reply)).toMatch(
      /^liar +misfit +0\.5 +The site answered in another shape than the question’s\.$/m,
    );
  });

  it('costs no more where only the asker has the document: what the others come to is worked out there', async () => {
    const policyFor = documentsByName([policy]);
    const caps = { groupsPerPatient: 2 };
    const some = await askOf(
      [{ answer: says('a', ASKED) }, { answer: says('b', ASKED) }, { answer: { ...says('liar', ASKED), caps } }],
      ASKED,
      false,
    );
    expect([some.combined, some.notCombined]).toEqual([null, expect.stringContaining('differ in shape')]);
    const own = ownReply(some, asked(['a', 'b', 'liar'], some), policyFor);
    expect(own.combined?.sites).toEqual(['a', 'b']);
    expect(own.combined?.pieces[0]?.values[0]).toBe('20');
    expect([own.notCombined, own.sites.map(({ state }) => state)]).toEqual([
      undefined,
      ['answered', 'answered', 'misfit'],
    ]);

    const all = await askOf(
      ['a', 'b'].map((site) => ({ answer: { ...says(site, ASKED), caps } })),
      ASKED,
      false,
    );
    expect(all.combined?.sites).toEqual(['a', 'b']);
    const none = ownReply(all, asked(['a', 'b'], all), policyFor);
    expect([none.combined, none.notCombined]).toEqual([null, 'Fewer than 2 sites answered.']);
    expect(none.sites.map(({ state, reply }) => [state, reply?.answer.state])).toEqual([
      ['misfit', 'released'],
      ['misfit', 'released'],
    ]);
    // What was added up must be what the coordinator took for answers, whoever is left out here.
    const pieces = all.combined?.pieces.map((piece) => ({ ...piece, values: piece.values.map(() => '9999') }));
    const lie = { ...all, combined: { ...all.combined, pieces } } as FederatedReply;
    expect(() => ownReply(lie, asked(['a', 'b'], all), policyFor)).toThrow(/not what the sites’ answers come to/);
  });

  it('is not what most say, but what the policy makes of the question', async () => {
    const lie = { caps: { groupsPerPatient: 7 }, blocks: [2026] };
    const reply = await askOf([
      { answer: { ...says('a', ASKED), ...lie } },
      { answer: { ...says('b', ASKED), ...lie } },
      { answer: { ...says('c', ASKED), ...lie } },
      { answer: says('d', ASKED) },
      { answer: says('e', ASKED) },
    ]);
    expect(reply.combined?.sites).toEqual(['d', 'e']);
    expect(reply.sites.map(({ state }) => state)).toEqual(['misfit', 'misfit', 'misfit', 'answered', 'answered']);
    expect(reply.loss).toEqual({ sites: 5, question: '2.5', total: '2.5' });
  });

  it('leaves too few where it does', async () => {
    const reply = await askOf([
      { answer: says('a', ASKED) },
      { answer: { ...says('b', ASKED), ...lies[0]?.[1], blocks: [2026] } },
    ]);
    expect(reply).toMatchObject({ combined: null, notCombined: 'Fewer than 2 sites answered.' });
  });

  it('is told from one added up of a finer table, which is of the question’s', async () => {
    const { by: _, ...whole } = ASKED;
    const { queryHash } = says('x', whole);
    // Paid for dearly enough to be added up.
    const finer = says('b', { ...ASKED, epsilon: '2' });
    const collapse = { over: ['PatientSex'], queryHash };
    const reply = await askOf([{ answer: says('a', whole) }, { answer: finer, collapse }], whole);
    expect(reply.sites.map(({ state, reason }) => [state, reason])).toEqual([
      ['answered', undefined],
      ['answered', undefined],
    ]);
    expect(reply.combined?.sites).toEqual(['a', 'b']);
  });

  it('has nothing added where the policy is not known, rather than what most say', async () => {
    const reply = await askOf(
      [{ answer: says('a', ASKED) }, { answer: { ...says('b', ASKED), queryHash: 'f'.repeat(64) } }],
      ASKED,
      false,
    );
    expect(reply.sites.map(({ state }) => state)).toEqual(['answered', 'answered']);
    expect(reply).toMatchObject({ combined: null, notCombined: expect.stringContaining('differ in shape') });
  });

  it('is no site’s effect, and in no text for a paper', async () => {
    const by = [
      { field: 'Modality', values: ['CT', 'MR'] },
      { field: 'PatientSex', values: ['F', 'M'] },
    ];
    const two: Query = { ...ASKED, by };
    const reply = await askOf(
      [
        { answer: says('a', two) },
        { answer: says('b', two) },
        { answer: { ...says('liar', two), queryHash: 'f'.repeat(64) } },
      ],
      two,
    );
    const groups = ['Modality=CT', 'Modality=MR'];
    const wanted = { effect: 'odds-ratio', groups, outcomes: ['PatientSex=F', 'PatientSex=M'] } as const;
    const { without } = siteEffects(reply, wanted);
    expect(without).toContainEqual({ site: 'liar', why: 'It answered in another shape than the question’s.' });
    const text = methodsText({ draft: two, sites: [], total: false }, reply);
    expect(text).toContain('No answer came from liar (misfit)');
    expect(text).not.toContain('liar answered from snapshot');
  });
});

describe('the shape that a question’s answer has', () => {
  const ofPolicy = (name: string, given = [policy]) =>
    expectedShapes(given)({ policy: name, query: ASKED, sites: ['a', 'b', 'c'] } as never);

  it('is known for published policies and for those that are given, and for no other', () => {
    expect(ofPolicy('imaging-metadata@1.2.0', [])?.shape).toContain('"1.2.0"');
    expect(ofPolicy('imaging-metadata@9.9.9')).toBeUndefined();
    expect(ofPolicy('../../x@1.0.0')).toBeUndefined();
    expect(ofPolicy(policy.name)).toEqual(ofPolicy(policy.name, []));
    const other = loadPolicyFile(policyFile('1.2.0'));
    expect(ofPolicy(other.name, [other])?.parts).toBe(2);
  });

  it('is none where the policy has no answer to it', () => {
    const query = { ...ASKED, by: ['NoSuchField'] };
    expect(expectedShapes([])({ policy: policy.name, query, sites: ['a'] } as never)).toBeUndefined();
  });
});
