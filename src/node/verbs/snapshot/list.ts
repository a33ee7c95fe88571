import type { NodeContext } from '../../context.ts';

/** A snapshot that was published: nothing in it was computed from patients. */
export interface SnapshotReport {
  readonly id: string;
  /** The slot of the calendar that it was published for. */
  readonly slot: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly publishedMs: number;
  /** The policy under which it was published, “id@version”, and the hash of its de-identification. */
  readonly policy: string;
  readonly deidentification: string;
  /** SHA-256, hex, over a salt and the file: shows to who has both that a file is this snapshot. */
  readonly saltedFileHash: string;
  readonly inUse: boolean;
}

/** The snapshots that were published here, the newest first. */
export async function listSnapshots({ ctx }: { readonly ctx: Pick<NodeContext, 'catalog'> }): Promise<{
  snapshots: readonly SnapshotReport[];
}> {
  const now = ctx.catalog.snapshot()?.id;
  return {
    snapshots: ctx.catalog
      .published()
      .map(({ record: { id, slot, policy, deidentification, saltedFileHash }, publishedMs }) => ({
        id,
        slot,
        publishedMs,
        policy,
        deidentification,
        saltedFileHash,
        inUse: id === now,
      }))
      .reverse(),
  };
}
