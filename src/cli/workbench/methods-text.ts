import { canonicalJson, parseCheckpoint, parseLogProof, parseNote, toBase64 } from '../../base/index.ts';
import type { FederatedReply, Receipt, ReleasedWire } from '../../contract/index.ts';
import type { Wanted } from '../../dashboard/index.ts';
import { percentOf } from '../../shown/index.ts';
import { guaranteeOf } from './guarantee-text.ts';

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
    ...guaranteeOf(sites.flatMap(({ state, reply: own }) => (state === 'answered' && own ? [own] : []))),
    ...(combined === null
      ? []
      : [
          `Numbers of the ${combined.sites.length} sites were added up; intervals at ${percentOf(combined.confidence)} % are of the exactly convolved noise, and those of proportions, ratios, correlations and regressions of sampling as well.`,
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
