import {
  type FederatedQuote,
  type FederatedReply,
  type MeasureWire,
  measuresOf,
  type Query,
  type Quote,
  ReleasedWire,
  type SiteOutcome,
} from '../../../src/contract/index.ts';
import { combine } from '../../../src/coordinator/combine.ts';
import { contributionOf } from '../../../src/coordinator/contribution.ts';
import { accountantOf } from '../../../src/privacy/index.ts';
import { isObjection, planned, statementOf } from '../../../src/query/index.ts';
import { declared } from '../../query/support/declared.ts';
import { PIECE } from '../../support/spoken-site.ts';
import { smallPolicy } from '../../warehouse/support/small-policy.ts';

type Asked = Omit<Query, 'blocks' | 'epsilon'>;

const SEXES = { field: 'PatientSex', values: ['F', 'M'] };
const AGE = { field: 'PatientAge', per: 'study', reduce: 'max' } as const;

/** A question for every measure: one that is added to the contract is asked for here. */
export const QUESTIONS: Readonly<Record<MeasureWire['kind'], Asked>> = {
  count: { count: 'patients', by: [SEXES] },
  sum: { sum: 'PatientAge', by: [SEXES] },
  mean: { mean: AGE, by: [SEXES] },
  variance: { variance: AGE },
  quantiles: { quantiles: { field: 'PatientAge', at: ['0.25', '0.5'] } },
  histogram: { histogram: { field: 'PatientAge', bins: [0, 40, 80] } },
  moments: { moments: { fields: ['PatientAge', 'SliceThickness'] } },
};

const policy = smallPolicy();
const ZCDP = accountantOf({ kind: 'zcdp', delta: '0.000001' });

/** What a site would release: a real statement, with numbers of the test's own. */
function released(site: string, asked: Asked, accountant = declared(policy).accountant): ReleasedWire {
  const query: Query = { ...asked, blocks: [2026], epsilon: '2' };
  const facts = declared(policy, { site, accountant });
  const statement = planned({ policy, query, facts }, (plan) => statementOf(plan));
  if (isObjection(statement)) {
    throw new Error(statement.detail);
  }
  const values = statement.pieces.map(({ width }, piece) =>
    statement.keys.flatMap((_, cell) =>
      Array.from({ length: width }, (__, at) => String(Math.floor(90_000 / (1 + piece)) + 77 * cell + at)),
    ),
  );
  return ReleasedWire.parse({ ...statement, state: 'released', values });
}

const refused = (site: string, detail?: string): SiteOutcome['reply'] => ({
  answer: {
    ...{ state: 'refused', site, code: 'budget-exhausted', sentence: `What ${site} says.` },
    ...(detail !== undefined && { detail }),
  },
  replayed: false,
  receipt: null,
});

/** Sites that stand to an answer in every way. */
function sitesOf(asked: Asked): SiteOutcome[] {
  const answered = (site: string, accountant = declared(policy).accountant) => ({
    ...{ site, state: 'answered' as const },
    reply: { answer: released(site, asked, accountant), replayed: false, receipt: null },
  });
  const [plain, stored, finer] = [answered('plain'), answered('stored'), answered('finer')];
  const collapse = { over: ['Modality', 'Manufacturer'], queryHash: 'c'.repeat(64) };
  return [
    plain,
    answered('counts-zcdp', ZCDP),
    { ...stored, reply: { ...stored.reply, replayed: true } },
    { ...finer, reply: { ...finer.reply, replayed: true, collapse } },
    { ...answered('misfitting'), state: 'misfit', reason: 'It is in another shape.' },
    { site: 'charging', state: 'answered', charged: '0.11' },
    { site: 'sent-before', state: 'answered', charged: '0' },
    { site: 'used-up', state: 'out-of-budget', reply: refused('used-up', 'Its own words on the matter.') },
    { site: 'against', state: 'refused', reply: refused('against') },
    { site: 'away', state: 'unavailable', reason: 'It could not be reached.' },
    { site: 'spared', state: 'not-asked', reason: 'It was not asked at all.' },
  ];
}

const ID = '0123456789abcdef'.repeat(2);

/** A reply with all that an answer can show. */
export function replyTo(asked: Asked): FederatedReply {
  const sites = sitesOf(asked);
  // What is to be added up from a finer table would need that table’s cells.
  const parts = sites.flatMap(
    ({ state, reply }) => (state === 'answered' && reply && !reply.collapse && contributionOf(reply)) || [],
  );
  const combination = combine(parts, { minSites: 1, asked: measuresOf(asked) });
  if ('notCombined' in combination) {
    throw new Error(combination.notCombined);
  }
  const loss = { sites: 3, question: '1.25', total: '7.75' };
  return { requestId: ID, sites, combined: combination.combined, loss, blocksLeftOut: [1998, 1999] };
}

/** Numbers of every kind: with and without an interval, open on a side, or none at all. */
export const ODD: FederatedReply = {
  ...{
    requestId: ID,
    sites: [{ site: 'away', state: 'unavailable' }],
    loss: { sites: 1, question: '0.5', total: '0.75' },
    blocksLeftOut: [1997],
  },
  combined: {
    ...{ sites: ['a', 'b'], confidence: '0.9', pieces: [], keys: [{ Modality: 'CT', PatientSex: 'F' }] },
    results: [
      {
        ...{ kind: 'count', of: 'studies', fields: [], perGroup: 4 },
        rows: [
          [
            { name: 'closed', value: 12.345678, interval: [9.1, 15.2] },
            { name: 'below', value: -3, interval: [null, 31] },
            { name: 'above', value: 17, interval: [16, null] },
            { name: 'alone', value: 4711, interval: null },
            { name: 'nothing', value: null, interval: null, why: 'The noise is too wide.' },
          ],
        ],
        whole: [{ name: 'odds ratio', about: 'F against M', value: null, interval: null, why: 'A cell is 0.' }],
      },
    ],
  },
};

/** Replies without numbers: with a reason, and with none. */
export const NOTHING: readonly FederatedReply[] = [
  { ...ODD, combined: null, loss: null, notCombined: 'Too few sites answered.' },
  { ...ODD, combined: null, loss: null },
];

const quote: Quote = {
  ...{ state: 'quoted', site: 'a', policy: 'p@1.0.0', queryHash: 'c'.repeat(64), epsilon: '0.5', blocks: [2026] },
  ...{ measures: [{ kind: 'count', of: 'patients', fields: [], perGroup: 1 }], pieces: [PIECE], cells: 1 },
  ...{ timeClassSeconds: 45, cost: { epsilon: '0.25', stored: false }, covered: true, moreSuch: 13 },
};

/** Sites that stand to a question in every way before it is asked. */
export const QUOTED: FederatedQuote['sites'] = [
  { site: 'plain', state: 'answered', quote },
  { site: 'counts-zcdp', state: 'answered', quote: { ...quote, cost: { ...quote.cost, rho: '0.03125' } } },
  { site: 'stored', state: 'answered', quote: { ...quote, cost: { epsilon: '0', rho: '0', stored: true } } },
  { site: 'used-up', state: 'answered', quote: { ...quote, covered: false, moreSuch: 0 } },
  {
    ...{ site: 'against', state: 'refused' },
    quote: { state: 'refused', site: 'against', code: 'unknown-field', sentence: 'A field.', detail: 'Which field.' },
  },
  { site: 'away', state: 'unavailable', reason: 'It could not be reached.' },
];
