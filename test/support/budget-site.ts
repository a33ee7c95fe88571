import { hashText } from '../../src/base/index.ts';
import {
  type Answered,
  analystMeter,
  type Budget,
  type BudgetBackend,
  type BudgetParts,
  blockMeter,
  createBudget,
  type Interrupted,
  type MeterId,
  projectMeter,
  type Refusal,
  type RequestRef,
  type Reserved,
  type Resumed,
} from '../../src/budget/index.ts';
import type { RefusalCode, Statement } from '../../src/contract/index.ts';
import type { Disk, Journal } from '../../src/journal/index.ts';
import { makeMechanism, sealExact } from '../../src/privacy/for-query.ts';
import {
  type Charge,
  draw,
  formatEpsilon,
  formatRho,
  type Mechanism,
  type MechanismFacts,
  type NoisePool,
  noisePool,
  release,
  rhoOfPure,
} from '../../src/privacy/index.ts';
import { type Opening, open } from './journal-parts.ts';
import { seededEntropy } from './seeded-entropy.ts';

export const SITE = 'north';
export const KEY = new Uint8Array(32).fill(7);
export const BLOCK = blockMeter('north', 2024);
export const PROJECT = projectMeter('lungs');
export const ANALYST = analystMeter('ada');
export const METERS: readonly MeterId[] = [BLOCK, PROJECT, ANALYST];

/** Whatever keeps the spending, in use. */
export interface SpendingSite {
  readonly budget: BudgetBackend;
  readonly pool: NoisePool;
}

/** A site's journal and budget in use. */
export interface BudgetSite extends SpendingSite {
  readonly budget: Budget;
  readonly journal: Journal;
}

let sites = 0;

/** Opens the journal on `disk` with a budget, as a node does at its start. */
export async function openSite(disk: Disk, parts: Partial<BudgetParts> & Opening = {}): Promise<BudgetSite> {
  sites += 1;
  const { onFatal, segmentBytes, clock, folds: _folds, ...budgetParts } = parts;
  const entropy = parts.entropy ?? seededEntropy(`site ${sites}`);
  const budget = createBudget({ site: SITE, sealKeys: () => [KEY], ...budgetParts, entropy });
  const journal = await open(disk, { folds: [budget], entropy, ...given({ onFatal, segmentBytes, clock }) });
  budget.attach(journal);
  return { budget, journal, pool: noisePool({ entropy, schedule: () => undefined }) };
}

function given<T extends object>(parts: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as never;
}

/** Raises (or lowers) the cap of each meter. */
export async function grant(
  { journal }: Pick<BudgetSite, 'journal'>,
  nanoEpsilon: bigint,
  meters = METERS,
): Promise<void> {
  const appended = meters.map((meter) =>
    journal.append({
      kind: 'grant',
      actor: 'steward',
      reason: 'test',
      body: { meter, nanoEpsilon: nanoEpsilon.toString() },
    }),
  );
  await Promise.all(appended.map(({ durable }) => durable));
}

/** The request id `number` of one analyst, with a text of its own. */
export function request(number: number, changes: Partial<RequestRef> = {}): RequestRef {
  const id = number.toString(16).padStart(32, '0');
  return { key: 'k'.repeat(43), project: 'lungs', id, textHash: hashText('text', id), ...changes };
}

export const questionOf = (name: string): string => hashText('question', name);

/** One request as the planner would hand it on. */
export interface Asking {
  readonly ref: RequestRef;
  readonly question?: string;
  readonly nanoEpsilon?: bigint;
  readonly meters?: readonly MeterId[];
  readonly snapshot?: string;
  readonly cells?: number;
  /** Which noise; discrete Laplace when absent. */
  readonly mechanism?: MechanismFacts['name'];
  readonly check?: () => RefusalCode | undefined;
  /** Called where a query would run. */
  readonly run?: () => void | Promise<void>;
  /** Asked once the request is charged: whether it is given up before it runs. */
  readonly givesUp?: () => boolean;
}

/** Thrown by `run`: the query failed after it started. */
export class RunFailed extends Error {}

const EPSILON = 100_000_000n;

export function mechanismOf<R>({
  cells = 2,
  nanoEpsilon = EPSILON,
  mechanism = 'discrete-laplace',
}: Asking): Mechanism<R> {
  return makeMechanism<R>({
    name: mechanism,
    pieces: [{ length: cells, sensitivity: 1n, sensitivitySquared: 1n, nanoEpsilon }],
  });
}

export function reserveFor<R>({ budget }: SpendingSite, asking: Asking, mechanism: Mechanism<R>): Promise<Reserved<R>> {
  const { ref, question = questionOf(ref.id), meters = METERS, snapshot = 'snapshot-1', check } = asking;
  const rest = { ref, question, meters, snapshot, policy: 'imaging@1.0.0', actor: 'ada', ...given({ check }) };
  return budget.reserve({ mechanism, ...rest });
}

/** Runs a charged request and commits what comes out. */
export async function runCharged<R>(
  site: SpendingSite,
  asking: Asking,
  paid: { charge: Charge<R>; mechanism: Mechanism<R> },
) {
  const { charge, mechanism } = paid;
  site.budget.startRun(charge);
  await asking.run?.();
  const exact = sealExact(
    mechanism,
    Array.from({ length: asking.cells ?? 2 }, (_, cell) => BigInt(cell * 100)),
  );
  const released = release({ exact, charge, noise: draw(mechanism, site.pool) });
  return site.budget.commit({ charge, mechanism, released, statement: statementOf(asking), actor: 'ada' });
}

/** The whole way of one request, as a node goes it; a code where it would be refused. */
export async function ask(site: SpendingSite, asking: Asking): Promise<Answered | RefusalCode> {
  for (let round = 0; round < 1_000; round += 1) {
    const step = await takeStep(site, asking);
    if ('answer' in step) {
      return step.answer;
    }
    await step.settled;
  }
  throw new Error('the request went round for ever');
}

type Step = { readonly answer: Answered | RefusalCode } | { readonly settled: Promise<void> };

async function takeStep(site: SpendingSite, asking: Asking): Promise<Step> {
  const recalled = site.budget.recall(asking.ref);
  switch (recalled.state) {
    case 'stored':
      return { answer: recalled.answered };
    case 'gone':
      return { answer: 'gone' };
    case 'conflict':
      return { answer: 'id-conflict' };
    case 'running':
      return { settled: recalled.settled };
    case 'interrupted':
      return goOn(site, asking, recalled.interrupted);
    case 'new':
      return begin(site, asking);
  }
}

async function begin(site: SpendingSite, asking: Asking): Promise<Step> {
  const { ref, question = questionOf(ref.id), nanoEpsilon = EPSILON } = asking;
  const found = await site.budget.lookup({ ref, question, shares: [nanoEpsilon], actor: 'ada' });
  const mechanism = mechanismOf<unknown>(asking);
  return found === undefined
    ? finish(site, asking, { mechanism, outcome: await reserveFor(site, asking, mechanism) })
    : { answer: found };
}

async function goOn(site: SpendingSite, asking: Asking, interrupted: Interrupted): Promise<Step> {
  const mechanism = mechanismOf<unknown>(asking);
  const { ref, question = questionOf(ref.id), meters = METERS, snapshot = 'snapshot-1', check } = asking;
  const same = { question, meters, snapshot, actor: 'ada' };
  const outcome = await site.budget.resume({ mechanism, interrupted, ...same, ...given({ check }) });
  return finish(site, asking, { mechanism, outcome });
}

interface Paid {
  readonly charge: Charge<unknown>;
  readonly mechanism: Mechanism<unknown>;
}

interface Outcome {
  readonly mechanism: Mechanism<unknown>;
  readonly outcome: Resumed<unknown>;
}

async function finish(site: SpendingSite, asking: Asking, { mechanism, outcome }: Outcome): Promise<Step> {
  switch (outcome.state) {
    case 'charged':
      return { answer: await runOrEnd(site, asking, { charge: outcome.charge, mechanism }) };
    case 'refused':
      return { answer: outcome.code };
    case 'concluded':
      return { answer: outcome.answered };
    case 'again':
      return { settled: outcome.settled };
  }
}

/** Runs what was charged, or ends it the way a node does when it can't. */
async function runOrEnd(site: SpendingSite, asking: Asking, paid: Paid): Promise<Answered | RefusalCode> {
  if (asking.givesUp?.()) {
    await site.budget.abandon({ charge: paid.charge, actor: 'ada' });
    return 'busy';
  }
  try {
    return await runCharged(site, asking, paid);
  } catch (error) {
    if (error instanceof RunFailed) {
      return await site.budget.conclude({ charge: paid.charge, actor: 'ada' });
    }
    throw error;
  }
}

/** As `ask`, where an answer is expected. */
export async function answerTo(site: SpendingSite, asking: Asking): Promise<Answered | Refusal> {
  const answer = await ask(site, asking);
  if (typeof answer === 'string') {
    throw new Error(`refused: ${answer}`);
  }
  return answer;
}

export function statementOf({
  cells = 2,
  nanoEpsilon = EPSILON,
  snapshot = 'snapshot-1',
  mechanism,
}: Asking): Statement {
  const zcdp = { rho: formatRho(rhoOfPure(nanoEpsilon)), delta: '0.000001' };
  const hash = '0'.repeat(64);
  return {
    site: SITE,
    keys: Array.from({ length: cells }, (_, cell) => ({ PatientSex: `${cell}` })),
    measures: [{ kind: 'count', of: 'patients', fields: [], perGroup: 1 }],
    pieces: [
      {
        measure: 0,
        name: 'n',
        fields: [],
        width: 1,
        mechanism: {
          name: 'discrete-laplace',
          epsilon: formatEpsilon(nanoEpsilon),
          sensitivity: '1',
          sensitivitySquared: '1',
          scale: { numerator: '1000000000', denominator: nanoEpsilon.toString() },
          variance: 200,
        },
        interval: { confidence: '0.95', halfWidth: '30' },
      },
    ],
    epsilon: formatEpsilon(nanoEpsilon),
    definition: 'pure',
    privacyUnit: 'patient',
    caps: { groupsPerPatient: 1 },
    leavesOut: [],
    blocks: [2024],
    snapshot,
    policy: { id: 'imaging', version: '1.0.0', deidentification: hash, disclosure: hash },
    queryHash: hash,
    ...(mechanism === 'discrete-gaussian' ? { zcdp } : {}),
  };
}

/** What is spent on one meter. */
export function spent({ budget }: SpendingSite, meter: MeterId = BLOCK): bigint {
  const state = budget.meters().find(({ id }) => id === meter);
  return (state?.reserved[0] ?? 0n) + (state?.committed[0] ?? 0n);
}
