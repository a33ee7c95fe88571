import { z } from 'zod';
import { formatNoteKey, SfumatoError } from '../../../base/index.ts';
import type { NodeContext } from '../../context.ts';
import { endedOf, lineOf, type ReceiptLine } from './list.ts';

/** The number of an answer's record. */
export const ReceiptInput = z.strictObject({ seq: z.int().nonnegative() });

/** What the log has of an answer, and what shows that it is in the log. */
export interface ReceiptReport extends ReceiptLine {
  readonly site: string;
  readonly kind: 'commit';
  /** Of the record, and of the answer with its opening, which only its asker has: hex. */
  readonly recordHash: string;
  readonly digest: string;
  /** A C2SP tlog-proof: the record's way up to the root, and the checkpoint that the site signed over it. */
  readonly proof: string;
  readonly logKey: string;
}

interface Show {
  readonly ctx: NodeContext;
  readonly input: z.infer<typeof ReceiptInput>;
}

/** Shows the receipt of one answer. What it says is sealed, and stays so. @throws SfumatoError `wrong-use`. */
export async function showReceipt({ ctx, input: { seq } }: Show): Promise<ReceiptReport> {
  const found = endedOf(ctx).find(({ end }) => end.seq === seq);
  if (found === undefined) {
    throw new SfumatoError('wrong-use', `Record ${seq} is no answer; see \`sfumato receipt list\`.`);
  }
  const { recordHash, digest } = found.end;
  const shown = { site: ctx.config.site, kind: 'commit' as const, recordHash, digest };
  return { ...lineOf(ctx, found), ...shown, proof: ctx.notary.prove(seq), logKey: formatNoteKey(ctx.notary.key) };
}
