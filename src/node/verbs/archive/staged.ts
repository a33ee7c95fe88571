import { existsSync } from 'node:fs';
import { type FillRate, openStaging, type StagedTotals, stagingFile } from '../../../warehouse/index.ts';
import type { NodeContext } from '../../context.ts';
import { roomFor, type StagedRoom } from './room.ts';

/** What the next publish begins with: exact counts, for who ingests here. `null` where nothing was ever ingested under the policy. */
export interface StagedReport {
  readonly policy: string;
  readonly totals: StagedTotals | null;
  readonly fields: readonly FillRate[];
  readonly room: StagedRoom;
}

/** Counts what is staged. Exact counts go to people on the site only: not to the journal, nor to messages. @throws SfumatoError as `openStaging`. */
export async function countStaged({
  ctx,
}: {
  readonly ctx: Pick<NodeContext, 'config' | 'folder' | 'policy'>;
}): Promise<StagedReport> {
  const { folder, policy } = ctx;
  if (!existsSync(stagingFile(folder, policy))) {
    return { policy: policy.name, totals: null, fields: [], room: roomFor(ctx, { patients: 0 }) };
  }
  const staging = await openStaging({ folder, policy });
  try {
    const totals = await staging.totals();
    return { policy: policy.name, totals, fields: await staging.fillRates(), room: roomFor(ctx, totals) };
  } finally {
    await staging.close();
  }
}
