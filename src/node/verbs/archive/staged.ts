import { existsSync } from 'node:fs';
import { type FillRate, openStaging, type StagedTotals, stagingFile } from '../../../warehouse/index.ts';
import type { NodeContext } from '../../context.ts';

/** What the next publish begins with: exact counts, for who ingests here. `null` where nothing was ever ingested under the policy. */
export interface StagedReport {
  readonly policy: string;
  readonly totals: StagedTotals | null;
  readonly fields: readonly FillRate[];
}

/** Counts what is staged. Exact counts go to people on the site only: not to the journal, nor to messages. @throws SfumatoError as `openStaging`. */
export async function countStaged({
  ctx: { folder, policy },
}: {
  readonly ctx: Pick<NodeContext, 'folder' | 'policy'>;
}): Promise<StagedReport> {
  if (!existsSync(stagingFile(folder, policy))) {
    return { policy: policy.name, totals: null, fields: [] };
  }
  const staging = await openStaging({ folder, policy });
  try {
    return { policy: policy.name, totals: await staging.totals(), fields: await staging.fillRates() };
  } finally {
    await staging.close();
  }
}
