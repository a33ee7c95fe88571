import { z } from 'zod';
import { SfumatoError } from '../../../base/index.ts';
import { type IngestProgress, type IngestReport, ingestSource, namedSource } from '../../../dicom/index.ts';
import {
  type FillRate,
  openStaging,
  type StagedTotals,
  type Staging,
  stagingsThere,
} from '../../../warehouse/index.ts';
import type { NodeContext } from '../../context.ts';
import { keptOrNot } from './kept-reports.ts';

/** What an ingest needs to know: a path that is absolute, or an address. */
export const IngestInput = z.strictObject({
  source: z.string().min(1),
  headerFile: z.string().min(1).optional(),
  /** Read into a staging beside the one that is published from, until that is replaced by it. */
  anew: z.literal(true).optional(),
});

interface Ingest {
  readonly ctx: NodeContext;
  readonly input: z.infer<typeof IngestInput>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: IngestProgress) => void;
}

/** What an ingest did, and how full staging is now: exact counts, for people on the site. */
export interface ArchiveReport extends Omit<IngestReport, 'handed'> {
  /** Of a folder: files of instances that staging had already, from another file of this ingest or an earlier one. */
  readonly copies?: number;
  /** The source had nothing at all, as an archive has that isn't mounted. */
  readonly empty?: true;
  /** It was read anew: `staged` and `fields` count what was, and what is published from stayed as it is. */
  readonly anew?: true;
  readonly staged: StagedTotals;
  readonly fields: readonly FillRate[];
  /** Its number among the reports that are kept. */
  readonly run?: number;
  /** There was no place to keep it, as on a full disk. */
  readonly notKept?: true;
}

/**
 * Reads a folder tree, a DICOMweb server or a table into staging. Exact counts go to people on the site only: not to the
 * journal, nor to messages; the report is kept in the site's folder, beside the staging that it counts.
 */
export async function ingestArchive({ ctx, input, signal, onProgress }: Ingest): Promise<ArchiveReport> {
  const { folder, policy, keys, network } = ctx;
  const { anew = false } = input;
  const source = await namedSource(input);
  if (anew && !stagingsThere(ctx).staged) {
    throw new SfumatoError('staging-missing', 'Nothing is staged that could be read anew; ingest without --anew.');
  }
  const staging = await openStaging({ folder, policy, anew });
  try {
    // Other sources say how many instances a series has, and don't bring them one by one.
    const before = source.kind === 'folder' ? await staging.totals() : undefined;
    const { handed, ...report } = await ingestSource({
      source,
      siteFolder: folder,
      policy,
      pseudonymKey: keys.pseudonym,
      sealKey: keys.seal.current(),
      entropy: ctx.entropy,
      clock: ctx.clock,
      ...network,
      staging,
      anew,
      beside: anew ? undefined : besideOf(ctx),
      onProgress,
      signal,
    });
    if (signal.aborted) {
      throw new SfumatoError('interrupted', 'The ingest was interrupted; the same command goes on where it stopped.');
    }
    const staged = await staging.totals();
    const whole = {
      ...report,
      ...(before && { copies: handed - (staged.instances - before.instances) }),
      ...(report.read === 0 && report.known === 0 && { empty: true as const }),
      ...(anew && { anew }),
      staged,
      fields: await staging.fillRates(),
    };
    const ended = { endedMs: ctx.clock.wallMs(), policy: policy.name, source: source.kind };
    return { ...whole, ...keptOrNot(folder, { ...ended, report: whole }) };
  } finally {
    await staging.close();
    if (!anew) {
      ctx.assessments.outdate();
    }
  }
}

/** What was read anew beside what is staged, if anything; it is opened where a mark is to be taken back there too. */
function besideOf({ folder, policy }: NodeContext): Pick<Staging, 'forgetSeen'> | undefined {
  if (!stagingsThere({ folder, policy }).anew) {
    return undefined;
  }
  return {
    async forgetSeen(keys) {
      const beside = await openStaging({ folder, policy, anew: true });
      try {
        await beside.forgetSeen(keys);
      } finally {
        await beside.close();
      }
    },
  };
}
