import { describe, expect, it, vi } from 'vitest';
import { systemEntropy } from '../../src/base/index.ts';
import { requestToSign } from '../../src/cli/ask/compose.ts';
import { documentsByName } from '../../src/cli/policy/policy-documents.ts';
import { questions } from '../../src/cli/workbench/questions.ts';
import type { DraftRequest, FederatedQuote, Quote } from '../../src/contract/index.ts';
import type { Wanted } from '../../src/dashboard/index.ts';
import { type Accountant, accountantOf, PURE } from '../../src/privacy/index.ts';
import { dryRun, isObjection } from '../../src/query/index.ts';
import { declared } from '../query/support/declared.ts';
import { LAPLACE, PIECE } from '../support/spoken-site.ts';

const entropy = systemEntropy();
const draft: DraftRequest = {
  ...{ version: 1, id: '0'.repeat(32), project: 'p', key: 'k', sites: ['a', 'b', 'liar'], minSites: 2, maxAttempts: 1 },
  ...{ policy: 'imaging-metadata@1.1.0', expires: 1 },
  query: { count: 'patients', blocks: [2026], accuracy: { halfWidth: 20, confidence: '0.95' } },
};

const policyFor = documentsByName([]);
const policy = policyFor(draft.policy)!;

/** What the draft's accuracy takes by the policy, at a site that counts like this. */
function ownEpsilon(accountant: Accountant, { query }: DraftRequest = draft): string {
  const price = dryRun({ policy, query, facts: declared(policy, { accountant }) });
  return isObjection(price) ? '' : price.epsilon;
}

const OWN = ownEpsilon(PURE);
const OWN_ZCDP = ownEpsilon(accountantOf({ kind: 'zcdp', delta: '0.00001' }));

function quoted(epsilons: Readonly<Record<string, string>>, name?: 'discrete-gaussian'): FederatedQuote {
  const gaussian = { name: 'discrete-gaussian' as const, rho: '1', sigmaSquared: LAPLACE.scale };
  const { scale: _, ...priced } = LAPLACE;
  const piece = name === undefined ? PIECE : { ...PIECE, mechanism: { ...priced, ...gaussian } };
  const sites = Object.entries(epsilons).map(([site, epsilon]) => {
    const quote: Quote = {
      ...{ state: 'quoted', site, policy: draft.policy, queryHash: 'c'.repeat(64), epsilon, pieces: [piece], cells: 1 },
      measures: [{ kind: 'count', of: 'patients', fields: [], perGroup: 1 }],
      ...{ timeClassSeconds: 1, blocks: [2026], cost: { epsilon, stored: false }, covered: true, moreSuch: 1 },
    };
    return { site, state: 'answered' as const, quote };
  });
  return { sites };
}

describe('the ε of a question for accuracy', () => {
  it('is what all sites say that it takes', () => {
    const { query } = requestToSign(draft, { quote: quoted({ a: OWN, b: OWN, liar: OWN }), policyFor });
    expect(query).toEqual({ count: 'patients', blocks: [2026], epsilon: OWN });
    expect(Number(OWN)).toBeCloseTo(0.15, 2);
  });

  it('is never what one of them says', () => {
    const signing = () => requestToSign(draft, { quote: quoted({ a: '0.15', b: '0.15', liar: '2' }), policyFor });
    expect(signing).toThrow(/a: ε 0\.15; b: ε 0\.15; liar: ε 2.*nothing was signed.*give epsilon itself/);
    const { query } = requestToSign(
      { ...draft, query: { count: 'patients', blocks: [2026], epsilon: '0.3' } },
      { quote: quoted({ a: '0.15', liar: '2' }), policyFor },
    );
    expect(query.epsilon).toBe('0.3');
  });

  it('is never what all of them say alike, where the policy gives another', () => {
    const signing = (epsilon: string, name?: 'discrete-gaussian') =>
      requestToSign(draft, { quote: quoted({ a: epsilon, b: epsilon }, name), policyFor }).query.epsilon;
    expect(() => signing('2')).toThrow(
      `By imaging-metadata@1.1.0 this accuracy takes ε ${OWN}, and the quote of a says ε 2`,
    );
    expect(() => signing('2')).toThrow('nothing was signed');
    expect(() => signing('0.01')).toThrow('nothing was signed');
    // Noise of the other kind takes another ε, and that one only.
    expect(() => signing(OWN, 'discrete-gaussian')).toThrow(`takes ε ${OWN_ZCDP}`);
    expect(signing(OWN_ZCDP, 'discrete-gaussian')).toBe(OWN_ZCDP);
    expect(() => signing(OWN_ZCDP)).toThrow('nothing was signed');
  });

  it('is signed with the way of counting losses that it is by, as quotes could be altered there', () => {
    const { query, ...signed } = requestToSign(draft, { quote: quoted({ a: OWN, b: OWN }), policyFor });
    expect([query.epsilon, signed.accountant]).toEqual([OWN, 'pure']);
    const gaussian = quoted({ a: OWN_ZCDP, b: OWN_ZCDP }, 'discrete-gaussian');
    expect(requestToSign(draft, { quote: gaussian, policyFor }).accountant).toBe('zcdp');
    // Who gives ε itself depends on no way of counting.
    const plain = { ...draft, query: { count: 'patients' as const, blocks: [2026], epsilon: '0.3' } };
    expect(requestToSign(plain, { quote: gaussian, policyFor })).not.toHaveProperty('accountant');
  });

  it('is signed for either way where either takes as much', () => {
    const loose = { ...draft, query: { ...draft.query, accuracy: { halfWidth: 1_000_000, confidence: '0.95' } } };
    const [least] = [PURE, accountantOf({ kind: 'zcdp', delta: '0.00001' })].map((one) => ownEpsilon(one, loose));
    const sites = [...quoted({ a: least! }).sites, ...quoted({ b: least! }, 'discrete-gaussian').sites];
    const signed = requestToSign(loose, { quote: { sites }, policyFor });
    expect([signed.query.epsilon, signed.accountant]).toEqual([least, undefined]);
  });

  it('is not signed where the policy’s document is not here, or has none for it', () => {
    const quote = quoted({ a: OWN, b: OWN });
    expect(() => requestToSign({ ...draft, policy: 'another@1.0.0' }, { quote, policyFor })).toThrow(
      'can’t be checked without the document of another@1.0.0, so nothing was signed. Name it with --policy',
    );
    const narrow = { ...draft, query: { ...draft.query, accuracy: { halfWidth: 1, confidence: '0.999999' } } };
    expect(() => requestToSign(narrow, { quote, policyFor })).toThrow(
      'imaging-metadata@1.1.0 has no ε for this accuracy',
    );
  });
});

describe('a workbench', () => {
  it.each([
    ['that the sites differ', { a: '0.15', liar: '2' }],
    ['that all of them differ from the policy', { a: '2', liar: '2' }],
  ])('says before asking %s, and then asks nobody', async (_, epsilons) => {
    const quote = quoted(epsilons);
    const facts = {
      ...{
        protocol: 1,
        policy: 'imaging-metadata@1.1.0',
        deidentificationHash: '',
        disclosureHash: '',
        blocks: [2026],
      },
      ...{ minSites: 2, logKey: '', serving: true },
    } as const;
    const sites = ['a', 'liar'].map((site) => ({ site, facts: { ...facts, site } }));
    const ask = vi.fn();
    const client = {
      ask,
      dryRun: async () => quote,
      facts: async () => ({ protocol: 1 as const, minSites: 2, sites }),
    };
    const { count, accuracy } = draft.query;
    const wanted = { draft: { count, accuracy }, sites: [], total: false } as Wanted;
    const askingOf = () => ({ draft: wanted.draft, project: 'p', secretKey: new Uint8Array(32), nowMs: 0, entropy });
    const asked = questions({ client: client as never, folder: '/nowhere', project: 'p', askingOf, policyFor });
    await expect(asked.quote(wanted)).rejects.toThrow('nothing was signed');
    expect(await asked.ask(wanted, '')).toBeUndefined();
    expect(ask).not.toHaveBeenCalled();
  });
});
