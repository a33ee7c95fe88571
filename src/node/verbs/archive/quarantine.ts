import { z } from 'zod';
import { type QuarantineReason, readQuarantined, shownPath } from '../../../dicom/index.ts';
import type { Actor } from '../../../governance/index.ts';
import type { NodeContext } from '../../context.ts';

/** One file that wasn't stored: its keyed name, why, and its path where that was asked for. */
export interface QuarantineEntry {
  readonly fileKey: string;
  /** Of a table: which of its rows, from 1. */
  readonly row?: number;
  readonly reason: QuarantineReason;
  readonly path?: string;
}

/** Which part of the list is wanted: from which entry on, from 1. */
export const QuarantineInput = z.strictObject({ from: z.int().positive().optional() });

/** The list in numbers, and the part of it that was asked for. */
interface Listed {
  readonly all: number;
  readonly reasons: Readonly<Partial<Record<QuarantineReason, number>>>;
  readonly damaged: number;
  readonly files: readonly QuarantineEntry[];
}

interface List {
  readonly input: z.infer<typeof QuarantineInput>;
  readonly ctx: NodeContext;
  readonly actor: Actor;
  /** Show where the files are; a path may hold a patient's name, so that is journalled. */
  readonly reveal: boolean;
}

/** The files that couldn't be stored, for people on the site. Nothing is shown before its record is durable. */
export async function listQuarantine({ ctx, actor, reveal, input }: List): Promise<Listed> {
  const { folder, keys, journal } = ctx;
  const { files, ...counts } = await readQuarantined({
    siteFolder: folder,
    sealKey: keys.seal.current(),
    formerSealKeys: keys.seal.all(),
    ...input,
  });
  if (reveal) {
    const body = { what: 'paths of quarantined files' };
    await journal.append({ kind: 'reveal', actor: actor.person, body }).durable;
  }
  return {
    ...counts,
    files: files.map(({ key, row, reason, path }) => ({
      fileKey: key,
      ...(row !== undefined && { row }),
      reason,
      ...(reveal && { path: shownPath(path) }),
    })),
  };
}
