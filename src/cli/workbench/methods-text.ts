import { canonicalJson, parseCheckpoint, parseLogProof, parseNote, toBase64 } from '../../base/index.ts';
import type { FederatedReply, Receipt, ReleasedWire } from '../../contract/index.ts';
import type { Wanted } from '../../dashboard/index.ts';

/** A released answer of one site with its receipt. */
interface SiteRelease {
  readonly release: ReleasedWire;
  readonly receipt: Receipt | null;
}

/** What a methods section can say of an answer: whom it is of, under which guarantee, and where it is on record. */
export function methodsText({ draft, total }: Wanted, reply: FederatedReply): string {
  const { sites, combined } = reply;
  const releases = sites.flatMap(({ state, reply: own }): SiteRelease[] =>
    state === 'answered' && own?.answer.state === 'released' ? [{ release: own.answer, receipt: own.receipt }] : [],
  );
  const answered = sites.filter(({ state }) => state === 'answered').map(({ site }) => site);
  const silent = sites.filter(({ state }) => state !== 'answered').map(({ site, state }) => `${site} (${state})`);
  const sentences = [
    `The question ${canonicalJson(draft)} was put to ${sites.length} imaging archives through Sfumato under request id ${reply.requestId}.`,
    answered.length === 0 ? 'None answered.' : `${answered.length} answered: ${answered.join(', ')}.`,
    ...(silent.length === 0 ? [] : [`No answer came from ${silent.join(', ')}; nothing was imputed for them.`]),
    ...(total ? totalOf(reply) : []),
    ...guaranteeOf(releases),
    ...(combined === null
      ? []
      : [
          `Numbers of the ${combined.sites.length} sites were added up; intervals at ${Number(combined.confidence) * 100} % are of the exactly convolved noise, except where they say that they include sampling.`,
        ]),
    ...releases.map(recordOf),
  ];
  return sentences.join(' ');
}

/** What a total was, or that there was none, and what it cost in either case; a vector that comes again costs nothing by this. */
function totalOf({ combined, sites }: FederatedReply): readonly string[] {
  const costs = sites.flatMap(({ site, charged }) =>
    charged === undefined || charged === '0' ? [] : [`ε = ${charged} at ${site}`],
  );
  return [
    combined === null
      ? 'Only the sites’ total was asked for, by secure aggregation, and none was released; no site gave a number of its own.'
      : 'The sites released their total only, by secure aggregation; no site gave a number of its own.',
    ...(costs.length === 0 ? [] : [`It cost ${costs.join(', ')}.`]),
  ];
}

function guaranteeOf([first, ...others]: readonly SiteRelease[]): readonly string[] {
  if (first === undefined) {
    return [];
  }
  const { release } = first;
  const mechanisms = [...new Set([first, ...others].flatMap((one) => one.release.pieces.map(noiseOf)))];
  const { policy, caps, definition, privacyUnit, leavesOut } = release;
  const budgets = [...new Set([first, ...others].map((one) => budgetOf(one.release)))].join(' and ');
  return [
    `Every site added noise of its own (${mechanisms.join('; ')}) under ${definition}; the privacy unit is the ${privacyUnit}, the cost ${budgets} at each site, and a patient counts in at most ${caps.groupsPerPatient} cell${caps.groupsPerPatient === 1 ? '' : 's'}.`,
    `De-identification and disclosure followed policy ${policy.id}@${policy.version} (SHA-256 ${policy.deidentification} and ${policy.disclosure}).`,
    ...leavesOut,
  ];
}

function budgetOf({ epsilon, zcdp }: ReleasedWire): string {
  return zcdp === undefined ? `ε = ${epsilon}` : `ρ = ${zcdp.rho} in zCDP (stated at δ = ${zcdp.delta})`;
}

function noiseOf({ mechanism }: ReleasedWire['pieces'][number]): string {
  const { numerator, denominator } = mechanism.name === 'discrete-laplace' ? mechanism.scale : mechanism.sigmaSquared;
  const size = denominator === '1' ? numerator : `${numerator}/${denominator}`;
  return mechanism.name === 'discrete-laplace' ? `discrete Laplace, b = ${size}` : `discrete Gaussian, σ² = ${size}`;
}

function recordOf({ release: { site, snapshot, blocks }, receipt }: SiteRelease): string {
  const data = `${site} answered from snapshot ${snapshot}, intake years ${blocks.join(', ')}`;
  return receipt === null
    ? `${data}.`
    : `${data}; the answer is record ${receipt.seq} of its log, ${checkpointOf(receipt)}.`;
}

/** “checkpoint of 120 records with root …” */
export function checkpointOf({ proof }: Receipt): string {
  const note = parseNote(parseLogProof(proof)?.checkpoint ?? '');
  const checkpoint = parseCheckpoint(note?.text ?? '');
  return checkpoint === undefined
    ? 'without a checkpoint'
    : `checkpoint of ${checkpoint.size} records with root ${toBase64(checkpoint.root)}`;
}
